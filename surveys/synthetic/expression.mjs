// As much of the surveys' expression language as the surveys here use. What it does not know it refuses. That it means the same as the engine
// is tested: whatever is made with it, the engine writes byte for byte alike (tests/cli/surveys.test.mjs).

const PATTERN = /\s*(?:(\d+(?:\.\d+)?)|'([^']*)'|"([^"]*)"|\$\{([^}]+)\}|([a-z_][\w.-]*)|(<=|>=|!=|[=<>+*(),.-]))/gy;

function tokensOf(source) {
  const tokens = [];
  PATTERN.lastIndex = 0;
  while (source.slice(PATTERN.lastIndex).trim() !== '') {
    const at = PATTERN.lastIndex, found = PATTERN.exec(source);
    if (!found) throw new Error(`not understood: ${source.slice(at)}`);
    const [, number, single, double, answer, name, sign] = found;
    if (number !== undefined) tokens.push({ constant: Number(number) });
    else if (single !== undefined || double !== undefined) tokens.push({ constant: single ?? double });
    else tokens.push(answer !== undefined ? { answer } : name !== undefined ? { name } : { sign });
  }
  return tokens;
}

const number = (value) => (typeof value === 'string' ? (value.trim() === '' ? NaN : Number(value)) : Number(value));
const truth = (value) => (typeof value === 'string' ? value !== '' : typeof value === 'number' ? value !== 0 && !Number.isNaN(value) : value);
const text = (value) => (Array.isArray(value) ? value.join(' ') : String(value));
const names = (value) => text(value).split(' ').filter(Boolean);

function equal(a, b) {
  if (typeof a === 'boolean' || typeof b === 'boolean') return truth(a) === truth(b);
  if (typeof a === 'number' || typeof b === 'number') return number(a) === number(b);
  return text(a) === text(b);
}

const functions = {
  not: (value) => !truth(value),
  number,
  concat: (...values) => values.map(text).join(''),
  selected: (value, name) => names(value).includes(name),
  'count-selected': (value) => names(value).length,
  'substring-before': (value, part) => (text(value).includes(part) ? text(value).slice(0, text(value).indexOf(part)) : ''),
  'substring-after': (value, part) => (text(value).includes(part) ? text(value).slice(text(value).indexOf(part) + part.length) : ''),
  regex: (value, pattern) => new RegExp(`^(?:${pattern})$`).test(text(value)),
};

const LEVELS = [
  { or: (a, b) => truth(a()) || truth(b()) },
  { and: (a, b) => truth(a()) && truth(b()) },
  { '=': (a, b) => equal(a(), b()), '!=': (a, b) => !equal(a(), b()) },
  { '<': (a, b) => number(a()) < number(b()), '<=': (a, b) => number(a()) <= number(b()), '>': (a, b) => number(a()) > number(b()), '>=': (a, b) => number(a()) >= number(b()) },
  { '+': (a, b) => number(a()) + number(b()), '-': (a, b) => number(a()) - number(b()) },
  { '*': (a, b) => number(a()) * number(b()), div: (a, b) => number(a()) / number(b()) },
];

class Parser {
  constructor(source) {
    this.source = source;
    this.tokens = tokensOf(source);
    this.at = 0;
  }
  whole() {
    const found = this.binary(0);
    if (this.at < this.tokens.length) throw new Error(`not understood: ${this.source}`);
    return found;
  }
  binary(level) {
    if (level === LEVELS.length) return this.single();
    let left = this.binary(level + 1);
    for (let token = this.tokens[this.at]; token; token = this.tokens[this.at]) {
      const apply = LEVELS[level][token.sign ?? token.name];
      if (!apply) break;
      this.at++;
      const [a, b] = [left, this.binary(level + 1)];
      left = (now) => apply(() => a(now), () => b(now));
    }
    return left;
  }
  take(sign) {
    if (this.tokens[this.at]?.sign !== sign) return false;
    this.at++;
    return true;
  }
  single() {
    const token = this.tokens[this.at++];
    if (token && 'constant' in token) return () => token.constant;
    if (token?.answer) return (now) => now.answer(token.answer);
    if (token?.sign === '.') return (now) => now.own;
    if (token?.sign === '(') return this.bracketed();
    if (token?.name) return this.take('(') ? this.called(token.name) : (now) => now.column(token.name);
    throw new Error(`not understood: ${this.source}`);
  }
  bracketed() {
    const inner = this.binary(0);
    if (!this.take(')')) throw new Error(`a bracket is missing: ${this.source}`);
    return inner;
  }
  called(name) {
    const given = [];
    while (!this.take(')')) {
      given.push(this.binary(0));
      if (!this.take(',') && this.tokens[this.at]?.sign !== ')') throw new Error(`a bracket is missing: ${this.source}`);
    }
    if (name === 'if') return (now) => (truth(given[0](now)) ? given[1](now) : given[2](now));
    if (!functions[name]) throw new Error(`${name}() is not known here: ${this.source}`);
    return (now) => functions[name](...given.map((each) => each(now)));
  }
}

const compiled = new Map();

/** A function of { answer(name), own, column(name) }, where an answer that is blank is ''. */
export function expression(source) {
  if (!compiled.has(source)) compiled.set(source, new Parser(source).whole());
  return compiled.get(source);
}

export const holds = (source, now) => truth(expression(source)(now));
