// One random response to a survey: only what is asked, and only what the constraints take.
import { chance, oneOf, seedOf, weighted, whole } from './chance.mjs';
import { expression, holds } from './expression.mjs';

const SKIPPED = 0.06;
const REMARKS = ['It was clear and to the point.', 'More examples from councils like ours, please.', 'It came at the right time for us.', 'Less paper, more talk.',
  'The best part was to hear how others do it.', 'It should be nearer to where we are.', 'We still need help with the figures.', 'Nothing to add: thank you.'];

const ADDRESS = 'somebody@example.org';

/** How likely each choice of a question is: always the same for one question, and never equal for all. */
const likings = new WeakMap();
function likingOf(node, choices) {
  if (!likings.has(node)) {
    const next = chance(seedOf(node.name));
    likings.set(node, new Map(choices.map(({ name }) => [name, 0.3 + next() * 2])));
  }
  return likings.get(node);
}

/** Blank or not a question. */
const unmade = ['start', 'end', 'today', 'username', 'deviceid', 'image', 'audio', 'barcode', 'geopoint', 'note'];

export class Response {
  /** `given`: answers by name that are not left to chance; null leaves one blank. */
  constructor(survey, next, given = {}) {
    this.survey = survey;
    this.next = next;
    this.given = given;
    this.values = new Map();
    this.asked = new Map();
    this.fill(survey.survey, true);
  }

  now(own = '', choice = {}) {
    return { answer: (name) => this.values.get(name) ?? '', own, column: (name) => choice[name] ?? '' };
  }

  fill(nodes, relevant) {
    for (const node of nodes) {
      const here = relevant && (!node.relevant || holds(node.relevant, this.now()));
      this.asked.set(node.name, here);
      if (node.type === 'group') this.fillGroup(node, here);
      else if (here) this.put(node.name, this.answerTo(node));
    }
  }

  fillGroup(group, relevant) {
    this.fill(group.children, relevant);
    if (relevant && /\bbudget\b/.test(group.appearance)) this.balance(group);
  }

  put(name, value) {
    if (value === null || value === '' || Number.isNaN(value)) this.values.delete(name);
    else this.values.set(name, value);
  }

  answerTo(node) {
    if (node.name in this.given) return this.given[node.name];
    if (node.calculation) return expression(node.calculation)(this.now());
    if (node.type === 'hidden') return node.default === undefined ? null : String(node.default);
    if (unmade.includes(node.type) || (!node.required && this.next() < SKIPPED)) return null;
    return this.suitable(node);
  }

  /** Random until the constraint takes it. */
  suitable(node) {
    for (let tries = 0; tries < 200; tries++) {
      const value = this.random(node);
      if (!node.constraint || holds(node.constraint, this.now(value))) return value;
    }
    if (node.required === true) throw new Error(`${node.name}: nothing was found that its constraint takes`);
    return null;
  }

  random(node) {
    const [type, list] = node.type.split(' ');
    switch (type) {
      case 'select_one': return this.pick(node, list);
      case 'select_multiple': return this.pickSome(node, list);
      case 'integer': return Math.round(this.positive());
      case 'decimal': return Math.round(this.positive() * 10) / 10;
      case 'range': return this.onScale(node);
      case 'text': return oneOf(this.next, node.constraint ? [...REMARKS, ADDRESS] : REMARKS);
      case 'date': return `20${whole(this.next, 10, 26)}-0${whole(this.next, 1, 9)}-1${whole(this.next, 0, 9)}`;
      case 'time': return `${whole(this.next, 10, 19)}:${whole(this.next, 10, 59)}:00.000`;
      case 'acknowledge': return 'OK';
      default: throw new Error(`${node.name}: no answers to questions of the type ${type} are made here`);
    }
  }

  offered(node, list) {
    const choices = this.survey.choices[list];
    return choices.filter((choice) => !node.choice_filter || holds(node.choice_filter, this.now('', choice))).map(({ name }) => name);
  }

  pick(node, list) {
    const names = this.offered(node, list), likely = likingOf(node, this.survey.choices[list]);
    return names.length ? names[weighted(this.next, names.map((name) => likely.get(name)))] : null;
  }

  pickSome(node, list) {
    const names = this.offered(node, list), likely = likingOf(node, this.survey.choices[list]);
    const some = names.filter((name) => this.next() < likely.get(name) / 4);
    return some.length ? some : [this.pick(node, list)];
  }

  /** Many small numbers and few large ones. */
  positive() { return Math.exp(this.next() * 4 + this.next() * 2); }

  onScale({ parameters: { start = 1, end = 10, step = 1 } = {} }) {
    const steps = Math.round((end - start) / step);
    return start + step * Math.round(((this.next() + this.next() + this.next()) / 3) * steps);
  }

  /** Moves one amount after the other by a step until ${left} is 0. */
  balance(group) {
    const amounts = group.children.filter(({ type }) => type === 'range');
    for (let tries = 0; tries < 100_000 && this.settle() !== 0; tries++) this.approach(oneOf(this.next, amounts));
    if (this.settle() !== 0) throw new Error(`${group.name}: the amounts do not add up`);
    this.fill(group.children.filter(({ calculation, type }) => calculation || type === 'note'), true);
  }

  approach({ name, parameters: { start, end, step } }) {
    const was = this.values.get(name), before = Math.abs(this.settle());
    const now = Math.min(end, Math.max(start, was + (this.next() < 0.5 ? step : -step)));
    this.put(name, now);
    if (Math.abs(this.settle()) > before) this.put(name, was);
  }

  /** The calculations outside the questions anew; what is left. */
  settle() {
    for (const node of this.survey.survey) if (node.type === 'calculate') this.put(node.name, expression(node.calculation)(this.now()));
    return this.values.get('left') ?? 0;
  }

  /** As the engine writes it: what is relevant and not blank, in its groups. */
  record(nodes = this.survey.survey) {
    const out = {};
    for (const { type, name, children } of nodes) {
      if (!this.asked.get(name)) continue;
      if (type === 'group') {
        const inside = this.record(children);
        if (Object.keys(inside).length) out[name] = inside;
      } else if (this.values.has(name)) out[name] = this.values.get(name);
    }
    return out;
  }
}
