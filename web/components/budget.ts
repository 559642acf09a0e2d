// A page on which amounts have to add up (appearance "budget" of its group): each slider has a button for one step less and one for one more, the
// notes behind an amount say what follows from it, and what is read-only says what is left. All of that is the engine's: nothing is added up
// here. It imports nothing that other pages use, or those would be split into more files for everybody.
import type { html as Html } from "lit-html";
import type { Field } from "../engine/replies.ts";
import type { Fields } from "../pages/question.ts";
import { budgetStyle } from "../styles/budget.ts";
import { enBudget as words } from "../text/en-budget.ts";
import type { Asked } from "./asked.ts";
import type { fieldView } from "./field.ts";

const sheet = new CSSStyleSheet();
sheet.replaceSync(budgetStyle);
document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];

/// A field and the notes behind it.
type Part = [Field, ...Field[]];

const isAmount = ({ type, read_only }: Field): boolean => type === "range" && !read_only;
const isResult = ({ type, read_only }: Field): boolean => type !== "note" && read_only;

/// Notes belong to the amount before them; those before the first amount stand alone.
function parts(fields: Field[]): Part[] {
  const all: Part[] = [];
  for (const field of fields) {
    const before = all.at(-1);
    if (field.type === "note" && before && isAmount(before[0])) before.push(field);
    else all.push([field]);
  }
  return all;
}

/// As the arrow keys do: by one step, and never past an end.
function move(event: Event, way: "less" | "more", { change }: Asked): void {
  const input = (event.target as Element).closest("[data-amount]")!.querySelector("input")!;
  if (way === "less") input.stepDown();
  else input.stepUp();
  change(Number(input.value), "now");
}

/// Given what draws templates and single fields.
export function budget(html: typeof Html, field: typeof fieldView): Fields {
  const button = (asked: Asked, way: "less" | "more", sign: string, end: number) => html`<button type="button" class="govuk-button govuk-button--secondary"
    aria-label=${words[way](asked.field.label)} aria-disabled=${asked.field.value === end} data-step=${way}
    @click=${(event: Event) => move(event, way, asked)}>${sign}</button>`;

  const amount = (asked: Asked, notes: Asked[]) => {
    const { start, end } = asked.field.range!;
    const moving = ({ target }: Event) => asked.change(Number((target as HTMLInputElement).value), "now");
    return html`<div class="app-budget" data-amount @input=${moving}>
        ${field(asked)}
        <div class="app-budget-steps">${button(asked, "less", "−", start)} ${button(asked, "more", "+", end)}</div>
      </div>
      <div class="app-budget-follows" role="status">${notes.map(field)}</div>`;
  };

  return (fields, ask) => parts(fields).map(([first, ...notes]) => {
    if (isAmount(first)) return amount(ask(first), notes.map(ask));
    return isResult(first) ? html`<div class="app-budget-left" role="status">${field(ask(first))}</div>` : field(ask(first));
  });
}
