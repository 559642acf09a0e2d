// takestock protect: a document of tables in, the same document out, hidden figures null.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';

const root = resolve(import.meta.dirname, '../..');
const program = resolve(root, process.env.TAKESTOCK ?? 'build/native/takestock');

let folder;
before(() => (folder = mkdtempSync(join(tmpdir(), 'takestock-protect-'))));
after(() => rmSync(folder, { recursive: true }));

const run = (...words) => spawnSync(program, words, { cwd: folder, encoding: 'utf8' });
const write = (name, text) => writeFileSync(join(folder, name), text);
const read = (name) => readFileSync(join(folder, name), 'utf8');

const table = (cells) => ({
  name: 'councils', rows: { variable: 'region', labels: ['North', 'South'] }, columns: { variable: 'type', labels: ['County', 'District'] },
  cells, row_totals: cells.map((row) => row[0] + row[1]), column_totals: [cells[0][0] + cells[1][0], cells[0][1] + cells[1][1]],
  total: cells.flat().reduce((a, b) => a + b) });

test('small counts and what they could be worked out from are null, all else is as it was', () => {
  const text = JSON.stringify({ threshold: 10, made_by: 'us', tables: [table([[3, 40], [50, 60]])] }, null, 2);
  write('in.json', text);
  const done = run('protect', 'in.json', '-o', 'out.json');
  assert.equal(done.status, 0, done.stderr);
  assert.match(done.stderr, /^9 figures, 1 of them small; 4 hidden$/m);
  const out = read('out.json');
  assert.deepEqual(JSON.parse(out).tables[0].cells, [[null, null], [null, null]]);
  assert.deepEqual(JSON.parse(out).tables[0].row_totals, [43, 110]);
  assert.equal(out.replaceAll('null', 'x').replaceAll(/\d+/g, 'x'), text.replaceAll(/\d+/g, 'x'));
});

test('what is protected may go in again, as an earlier release too, and stays as it is', () => {
  const release = { tables: [table([[3, 40], [50, 60]])] };
  write('in.json', JSON.stringify(release));
  assert.equal(run('protect', 'in.json', '-o', 'first.json').status, 0);
  assert.equal(run('protect', 'first.json', '-o', 'second.json').status, 0);
  assert.equal(read('second.json'), read('first.json'));
  const earlier = JSON.parse(read('first.json')).tables.map((one) => ({ ...one, released: true }));
  write('both.json', JSON.stringify({ tables: [...earlier, ...release.tables] }));
  assert.equal(run('protect', 'both.json', '-o', 'third.json').status, 0);
  const [first, second] = JSON.parse(read('third.json')).tables;
  assert.deepEqual(first, earlier[0]);
  assert.deepEqual(second.cells, first.cells);
});

test('what cannot be made safe any more is said, with its place', () => {
  const earlier = { ...table([[3, 40], [50, 60]]), cells: [[null, 40], [50, 60]], released: true };
  write('in.json', JSON.stringify({ tables: [earlier] }));
  const done = run('protect', 'in.json', '-o', 'out.json');
  assert.equal(done.status, 0, done.stderr);
  assert.match(done.stderr, /^\/tables\/0\/cells\/0\/0: can be narrowed down all the same/m);
});

test('a wrong document is refused with its place, and nothing is written', () => {
  const refusals = [
    ['{"tables": [', /1:13/],
    [JSON.stringify({ tables: [{ ...table([[3, 40], [50, 60]]), total: 1 }] }), /\/tables\/0\/total/],
    [JSON.stringify({ tables: [table([[3, 40], [50, 60.5]])] }), /\/tables\/0\/cells\/1\/1/],
    [JSON.stringify({ threshold: 1, tables: [] }), /threshold must be .* from 5 to 1000.*\/threshold/]];
  for (const [text, sentence] of refusals) {
    write('wrong.json', text);
    const done = run('protect', 'wrong.json', '-o', 'none.json');
    assert.equal(done.status, 1, done.stderr);
    assert.match(done.stderr, sentence);
    assert.ok(!existsSync(join(folder, 'none.json')));
  }
  assert.equal(run('protect', 'missing.json', '-o', 'none.json').status, 1);
  assert.equal(run('protect', 'in.json').status, 2);
});
