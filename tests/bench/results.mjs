// results-bench and DuckDB on the same 1,000,000 responses of 21 answers, one after the other in one run.
//   node tests/bench/results.mjs RESULTS_BENCH [FOLDER]
// RESULTS_BENCH: built with -DTAKESTOCK_BENCHMARKS=ON. DuckDB comes from npm into FOLDER (a temporary one if it is not named), one thread.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const DUCKDB = '@duckdb/node-api@1.5.6-r.1';
const [bench, where] = process.argv.slice(2);
if (!bench) {
  console.error('Usage: node tests/bench/results.mjs RESULTS_BENCH [FOLDER]');
  process.exit(2);
}
const folder = where ? resolve(where) : mkdtempSync(join(tmpdir(), 'takestock-results-bench-'));
mkdirSync(folder, { recursive: true });
const csv = join(folder, 'results.csv');

function ours() {
  const done = spawnSync(resolve(bench), [folder, '1000000', csv], { encoding: 'utf8' });
  if (done.status !== 0) throw new Error(done.stderr || 'results-bench failed.');
  const figure = (name) => Number(new RegExp(`${name}\\s+([\\d.]+) ms`).exec(done.stdout)[1]);
  return { filled: figure('filling'), headline: figure('headline share'), crosstab: figure('crosstab'), weighted: figure('crosstab, weighted'), all: figure('with intervals') };
}

async function duckdb() {
  if (!existsSync(join(folder, 'node_modules/@duckdb/node-api'))) {
    writeFileSync(join(folder, 'package.json'), '{"private":true}');
    const installed = spawnSync('npm', ['install', '--no-save', '--no-audit', '--no-fund', DUCKDB], { cwd: folder, encoding: 'utf8' });
    if (installed.status !== 0) throw new Error(installed.stderr);
  }
  const { DuckDBInstance } = createRequire(join(folder, 'package.json'))('@duckdb/node-api');
  const connection = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect();
  const timed = async (times, sql) => {
    const all = [];
    for (let i = 0; i < times; ++i) {
      const start = performance.now();
      await (await connection.run(sql)).getRows();
      all.push(performance.now() - start);
    }
    return all.sort((a, b) => a - b)[Math.floor(times / 2)];
  };
  const filled = await timed(1, `CREATE TABLE t AS SELECT * FROM read_csv('${csv}', header = true)`);
  const share = "CAST(count(*) FILTER (q3 IN ('agree0', 'agree1')) AS DOUBLE) / count(q3)";
  const sets = Array.from({ length: 13 }, (_, i) => `SELECT region, q${i + 1} AS q, sum(weight), sum(weight * weight), count(*) FROM t WHERE q${i + 1} IS NOT NULL GROUP BY ALL`);
  return {
    filled, headline: await timed(9, `SELECT ${share} FROM t`),
    crosstab: await timed(9, 'SELECT q3, region, count(*) FROM t GROUP BY ALL'),
    weighted: await timed(9, 'SELECT q3, region, sum(weight), sum(weight * weight) FROM t GROUP BY ALL'),
    all: await timed(5, sets.join(' UNION ALL ')),
  };
}

const BARS = { filled: 2200, headline: 2, crosstab: 5, weighted: 5, all: 60 };
const NAMES = { filled: 'columns filled once', headline: 'headline share', crosstab: 'crosstab', weighted: 'crosstab, weighted', all: '13 by region, weighted, with intervals' };
const mine = ours(), theirs = await duckdb();
console.log(`${'ms, medians, one thread'.padEnd(40)}${'Takestock'.padStart(12)}${'DuckDB'.padStart(12)}${'times'.padStart(10)}${'bar'.padStart(8)}`);
let over = 0;
for (const [key, bar] of Object.entries(BARS)) {
  over += mine[key] > bar;
  console.log(`${NAMES[key].padEnd(40)}${mine[key].toFixed(2).padStart(12)}${theirs[key].toFixed(2).padStart(12)}${(theirs[key] / mine[key]).toFixed(1).padStart(10)}${String(bar).padStart(8)}${mine[key] > bar ? '  over' : ''}`);
}
process.exit(over ? 1 : 0);
