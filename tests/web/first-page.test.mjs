// The pages that are in index.html before the engine has come.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { html, nothing } from "lit-html";
import { load } from "./load.mjs";

const { parts } = await load("first-page/document.ts");
const { firstPage } = await load("first-page/first-question.ts");
const { textOf } = await load("first-page/template-text.ts");

const read = (name) => JSON.parse(readFileSync(new URL(`../../surveys/taking-stock/${name}`, import.meta.url)));
const survey = read("survey.json");

test("the first question is drawn with every choice of the definition, in its order", () => {
  const { question, first } = parts(survey, read("round.json"));
  const item = survey.survey[0].children[0];
  assert.equal(first, item.name);
  const labels = [...question.matchAll(/govuk-radios__label[^>]*>([^<]*)</g)].map(([, label]) => label);
  assert.deepEqual(labels, survey.choices[item.type.split(" ")[1]].map(({ label }) => label));
});

test("a survey of several languages has their links on both pages, the default one first and in use", () => {
  const words = (en, cy) => ({ en, cy });
  const item = { type: "select_one l", name: "q", label: words("Question", "Cwestiwn") };
  const definition = {
    title: words("Title", "Teitl"), languages: ["en", "cy"], default_language: "cy", choices: { l: [{ name: "a", label: words("A", "Â") }] },
    survey: [{ type: "group", name: "g", label: words("Section", "Adran"), children: [item] }],
  };
  const { start, question } = parts(definition, read("round.json"));
  for (const page of [start, question]) {
    assert.match(page, /<span lang="cy" aria-current="true">Cymraeg<\/span>\s*<a [^>]*href="#\/language\/en" lang="en"/);
  }
  assert.match(question, /<h1 [^>]*lang="cy">Cwestiwn/);
  assert.doesNotMatch(parts(survey, read("round.json")).start, /app-languages| lang=/);
});

test("a survey that begins with a list to open has it in the HTML", () => {
  const definition = structuredClone(survey);
  definition.survey[0].children[0].appearance = "minimal";
  const { question } = parts(definition, read("round.json"));
  assert.match(question, /<select class="govuk-select "/);
  assert.match(question, /<option value="" selected>/);
});

test("a survey that cannot be answered at once is refused when the page is built", () => {
  assert.throws(() => firstPage({ title: "x", choices: {}, survey: [{ type: "text", name: "a", label: "A" }] }), /begin with a section/);
});

test("words of a survey never become markup", () => {
  assert.equal(textOf(html`<p title=${'"<'}>${"<b>&"}</p>`), '<p title="&quot;&lt;">&lt;b&gt;&amp;</p>');
});

test("listeners and what is false or nothing leave no trace", () => {
  assert.equal(textOf(html`<input @change=${() => 1} ?hidden=${false} .checked=${true} aria-describedby=${nothing} />${nothing}`), "<input checked />");
});
