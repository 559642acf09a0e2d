// The engine in a browser or in Node, for the peer benchmark (run.mjs --adapter-dir tests/bench --adapters takestock,...): the wasm module
// through its one call, the state read in place. Build the module first: it is taken from build/wasm.
import createTakestock from '../../build/wasm/takestock-bench.mjs';

export const name = 'takestock', env = ['node', 'chromium'], pkg = null;
export const cannot = (id) => (id === 'w5' ? 'repeats are not offered yet' : null);

const OPERATORS = { gt: '>', ge: '>=', le: '<=', eq: '=', ne: '!=', and: 'and', or: 'or' };
const blankIsZero = (e) => (e[0] === 'ref' ? `coalesce(${expression(e)}, 0)` : expression(e));

function expression([operator, a, b, ...more]) {
  switch (operator) {
    case 'ref': return '${' + a + '}';
    case 'lit': return typeof a === 'number' ? String(a) : `'${a}'`;
    case 'self': return '.';
    case 'add': return `${blankIsZero(a)} + ${blankIsZero(b)}`;
    case 'mul': return `${blankIsZero(a)} * ${blankIsZero(b)}`;
    case 'sum': return [a, b, ...more].map(blankIsZero).join(' + ');
    default: return `(${expression(a)} ${OPERATORS[operator]} ${expression(b)})`;
  }
}

const TYPES = { int: 'integer', text: 'text' };

function item(node, choices) {
  if (node.group) return { type: 'group', name: node.group, label: node.label, children: node.items.map((n) => item(n, choices)) };
  const made = { type: TYPES[node.type], name: node.name };
  if (node.type === 'select1') {
    choices[node.name] = node.choices.map(([value, label]) => ({ name: value, label }));
    made.type = 'select_one ' + node.name;
  }
  if (node.type === 'calc') Object.assign(made, { type: 'calculate', calculation: expression(node.calc) });
  else made.label = node.label;
  if (node.relevant) made.relevant = expression(node.relevant);
  if (node.constraint) made.constraint = expression(node.constraint);
  return made;
}

export function compile(form) {
  if (form.items.some((n) => n.repeat)) return '';
  const choices = {};
  const survey = form.items.map((n) => item(n, choices));
  return JSON.stringify({ takestock: 1, id: form.id, version: '1', title: form.title, choices, survey });
}

// Node numbers are document order, the root element being 0.
function numbers(definition) {
  const found = new Map();
  let next = 1;
  (function walk(items) {
    for (const it of items) {
      found.set(it.name, next++);
      if (it.children) walk(it.children);
    }
  })(JSON.parse(definition).survey);
  return found;
}

const RELEVANT = 1, INVALID = 16 | 32;

class Engine {
  constructor(module) {
    this.module = module;
    this.encoder = new TextEncoder();
    this.decoder = new TextDecoder();
    this.size = 65536;
    this.buffer = module._ts_alloc(this.size);
  }

  // Short requests pass through one standing buffer; a long one (a definition) has its own while it lasts: as many bytes as it has
  // characters, or three times as many where that is too small.
  call(command, request) {
    const characters = command.length + request.length;
    if (3 * characters <= this.size) return this.send(this.buffer, this.size, command, request);
    return this.sendLong(characters, command, request) ?? this.sendLong(3 * characters, command, request);
  }

  sendLong(size, command, request) {
    const buffer = this.module._ts_alloc(size);
    const reply = this.send(buffer, size, command, request);
    this.module._ts_free(buffer);
    return reply;
  }

  write(text, at, end) {
    return this.encoder.encodeInto(text, this.module.HEAPU8.subarray(at, end));
  }

  // Undefined if the request does not fit.
  send(buffer, size, command, request) {
    const commandSize = this.write(command, buffer, buffer + size).written;
    const { read, written } = this.write(request, buffer + commandSize, buffer + size);
    if (read < request.length) return undefined;
    const words = this.module._ts_call(buffer, commandSize, buffer + commandSize, written) >> 2;
    const reply = this.module.HEAPU32[words];
    const text = this.decoder.decode(this.module.HEAPU8.subarray(reply, reply + this.module.HEAPU32[words + 1]));
    const parsed = JSON.parse(text);
    if (!parsed.ok) throw new Error(command + ': ' + text.slice(0, 300));
    return parsed;
  }

  // The state in place; memory that has grown since has another buffer.
  view() {
    const { module } = this, [nodes, flags, numbers] = [module._ts_view(0), module._ts_view(1), module._ts_view(2) >> 3];
    this.memory = module.HEAPU8;
    this.flags = module.HEAPU8.subarray(flags, flags + nodes);
    this.numbers = module.HEAPF64.subarray(numbers, numbers + nodes);
  }
}

// The module is compiled when the adapter is imported, as the peers' scripts are; load() is the survey.
const engine = new Engine(await createTakestock());

const hex = (bytes) => Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');

// As the page's worker does it (web/engine/worker.ts).
export async function load(definition) {
  const sha256 = hex(await crypto.subtle.digest('SHA-256', engine.encoder.encode(definition)));
  engine.call('digest', `{"sha256":"${sha256}"}`);
  engine.call('define', definition);
  engine.call('resume', '{"keep":false}');
  engine.view();
  let nodes;
  return {
    handle: (path) => (nodes ??= numbers(definition)).get(path),
    addRow: () => {},
    set: (node, value) => {
      engine.call('answer', `{"node":${node},"value":${JSON.stringify(value)}}`);
      if (engine.memory !== engine.module.HEAPU8) engine.view();
    },
    relevant: (node) => (engine.flags[node] & RELEVANT) !== 0,
    value: (node) => engine.numbers[node],
    valid: (node) => (engine.flags[node] & INVALID) === 0,
  };
}
