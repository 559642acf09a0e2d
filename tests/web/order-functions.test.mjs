// The step behind the linker that puts a module's functions in another order.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ordered } from "../../engine/wasm/order_functions.mjs";

const number = (value) => (value < 128 ? [value] : [(value % 128) | 0x80, ...number(Math.floor(value / 128))]);
const list = (items) => [...number(items.length), ...items.flat()];
const sized = (bytes) => [...number(bytes.length), ...bytes];
const text = (name) => sized([...Buffer.from(name)]);

const FUNCTIONS = 300, KINDS = 10, DROP = 0x1a, CALL = 0x10, GET = 0x20, CONSTANT = 0x41, ADD = 0x6a, MULTIPLY = 0x6c, END = 0x0b;

const marker = (i) => [CONSTANT, ...number(20_000 + i), DROP];

/// 300 functions, each of which calls two others and then does what its kind does; the kinds take turns.
function module(instruction = []) {
  const body = (i) => {
    const steps = Array.from({ length: 6 }, (_, k) => [CONSTANT, 1 + (i % KINDS) * 6 + k, i % 2 ? ADD : MULTIPLY]).flat();
    const inner = i < 2 ? [GET, 0] : [GET, 0, CALL, ...number(1 + (i >> 1)), GET, 0, CALL, ...number(1 + (i >> 2)), ADD];
    return sized([0, ...marker(i), ...instruction, ...inner, ...steps, END]);
  };
  const all = Array.from({ length: FUNCTIONS }, (_, i) => i);
  const section = (id, content) => [id, ...sized(content)];
  return Buffer.from([
    0, 0x61, 0x73, 0x6d, 1, 0, 0, 0,
    ...section(1, list([[0x60, 1, 0x7f, 1, 0x7f]])),
    ...section(2, list([[...text("e"), ...text("seen"), 0, 0]])),
    ...section(3, list(all.map(() => [0]))),
    ...section(4, list([[0x70, 0, ...number(FUNCTIONS + 1)]])),
    ...section(7, list([[...text("last"), 0, ...number(FUNCTIONS)], [...text("table"), 1, 0]])),
    ...section(9, list([[0, CONSTANT, 0, END, ...list([0, ...all.map((i) => i + 1)].map(number))]])),
    ...section(10, list(all.map(body))),
  ]);
}

function results(bytes) {
  const seen = [];
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { e: { seen: (value) => (seen.push(value), value + 1) } });
  const each = Array.from({ length: FUNCTIONS + 1 }, (_, i) => exports.table.get(i)(7));
  return { last: exports.last(5), each, seen };
}

test("calls, exports and table entries reach the same functions as before", () => {
  const before = module(), after = ordered(before);
  assert.notDeepEqual(after, before);
  assert.deepEqual(results(after), results(before));
});

test("functions of a kind stand side by side", () => {
  const after = ordered(module());
  const places = Array.from({ length: FUNCTIONS }, (_, i) => ({ kind: i % KINDS, at: after.indexOf(Buffer.from(marker(i))) }));
  const kinds = places.sort((a, b) => a.at - b.at).map(({ kind }) => kind);
  const alike = kinds.filter((kind, i) => kind === kinds[i + 1]).length;
  assert.ok(alike > 200, `only ${alike}`);
});

test("the order is the same each time", () => assert.deepEqual(ordered(module()), ordered(module())));

test("a module with an instruction that is not known is refused", () => {
  assert.throws(() => ordered(module([0xfd, 0x0c])), /instruction that is not known here \(0xfd\)/);
});
