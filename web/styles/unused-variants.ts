// Leaves out of the style sheet those parts of GOV.UK's components that the page does not have, one by one and by name: nothing is guessed
// from what is found in the page. The build fails when one of them is used after all; then it has to go from this list. Custom properties
// with one value give way to that value.
import type { Plugin } from "vite";

const UNUSED = [
  "govuk-back-link--inverse",
  "govuk-body-l", "govuk-body-lead", "govuk-body-m", "govuk-body-s",
  "govuk-button--inverse", "govuk-button--start", "govuk-button--warning", "govuk-button__start-icon",
  "govuk-caption-m", "govuk-caption-xl", "govuk-fieldset__legend--xl", "govuk-heading-xl", "govuk-label--xl",
  "govuk-checkboxes--small", "govuk-checkboxes__conditional", "govuk-checkboxes__conditional--hidden", "govuk-checkboxes__divider",
  "govuk-checkboxes__hint",
  "govuk-exit-this-page",
  "govuk-generic-header__container--full-width",
  "govuk-input--extra-letter-spacing", "govuk-input--width-3", "govuk-input--width-20", "govuk-input--width-30", "govuk-input__prefix",
  "govuk-input__suffix", "govuk-input__wrapper",
  "govuk-link--inverse", "govuk-link--muted", "govuk-link--no-underline", "govuk-link--text-colour", "govuk-link-image",
  "govuk-list--spaced",
  "govuk-main-wrapper--auto-spacing", "govuk-main-wrapper--l",
  "govuk-radios__conditional", "govuk-radios__conditional--hidden", "govuk-radios__divider", "govuk-radios__hint",
  "govuk-tag--green", "govuk-tag--magenta", "govuk-tag--orange", "govuk-tag--pink", "govuk-tag--purple", "govuk-tag--turquoise",
  "govuk-tag--yellow",
  "govuk-task-list__hint", "govuk-task-list__status--cannot-start-yet",
  "govuk-visually-hidden-focusable",
];

const named = new RegExp(`(?:${UNUSED.join("|")})(?![\\w-])`);

/// What a selector asks an element not to be says nothing about what is there.
const isUnused = (selector: string): boolean => named.test(selector.replace(/:not\([^)]*\)/g, ""));

/// For PostCSS, whose rules have their selectors one by one.
interface Rule { selector: string; selectors: string[]; remove(): void }
interface Declaration { prop: string; value: string; parent?: object | undefined; remove(): void }

/// GOV.UK's custom properties that have one value; the header and the printed page set the colour of text anew.
const isSettled = (property: string): boolean => property.startsWith("--govuk-") && property !== "--govuk-text-colour";

const leaveOut = {
  postcssPlugin: "takestock-unused-variants",
  Rule(rule: Rule): void {
    const kept = rule.selectors.filter((selector) => !isUnused(selector));
    if (kept.length === 0) rule.remove();
    else if (kept.length < rule.selectors.length) rule.selectors = kept;
  },
  /// _brand.scss has settled the colours, and each use of one names its value too.
  Declaration(declaration: Declaration): void {
    const { prop, value, parent } = declaration;
    if (isSettled(prop)) {
      const { selector } = parent as Rule;
      if (selector !== ":root") throw new Error(`${selector} sets ${prop} anew, so it is not settled.`);
      return declaration.remove();
    }
    const settled = value.replace(/var\((--govuk-[\w-]+),\s*([^()]+)\)/g, (use, name: string, colour: string) => (isSettled(name) ? colour : use));
    if (settled !== value) declaration.value = settled;
  },
};

export function unusedVariantsPlugin(): Plugin {
  return {
    name: "takestock-unused-variants",
    config: () => ({ css: { postcss: { plugins: [leaveOut] } } }),
    transform(code, id) {
      const used = /\/web\/.*\.ts$/.test(id) && named.exec(code);
      if (used) this.error(`${used[0]} is used, so it has to go from the list in web/styles/unused-variants.ts.`);
    },
  };
}
