/**
 * `node differential.mjs <program> <count> [seed]`: random profiles through the program and through
 * this reference, compared. Prints the first differences; exit 1 when there is one.
 */

import { spawnSync } from 'node:child_process';

import { differences, reduce } from './compare.mjs';
import { evaluate } from './evaluate.mjs';
import { randomProfile } from './random.mjs';

const SHOWN = 5;
const BATCH = 500;

/** One report per profile, asked for in batches that fit in one string. */
function assessAll(program, profiles) {
  const starts = Array.from(
    { length: Math.ceil(profiles.length / BATCH) },
    (_, index) => index * BATCH,
  );
  return starts.flatMap((start) => assessBatch(program, profiles.slice(start, start + BATCH)));
}

/** The reports of `<program> assess --jsonl -`. */
function assessBatch(program, profiles) {
  const input = profiles.map((profile) => `${JSON.stringify(profile)}\n`).join('');
  const options = { input, encoding: 'utf8', maxBuffer: 2 ** 31 - 1 };
  const done = spawnSync(program, ['assess', '--jsonl', '-'], options);
  if (done.error) throw done.error;
  if (done.status !== 0) throw new Error(`${program}: exit ${done.status}: ${done.stderr}`);
  const lines = done.stdout.split('\n').filter((line) => line !== '');
  if (lines.length !== profiles.length) {
    throw new Error(`${profiles.length} profiles in, ${lines.length} reports out`);
  }
  return lines.map((line) => JSON.parse(line));
}

function compareOne(seed, profile, report) {
  const found = differences(reduce(evaluate(profile)), reduce(report));
  return { seed, profile, found };
}

function show({ seed, profile, found }) {
  console.log(`seed ${seed}: ${JSON.stringify(profile)}`);
  for (const { at, expected, found: got } of found.slice(0, SHOWN)) {
    console.log(`  ${at}: reference ${JSON.stringify(expected)} program ${JSON.stringify(got)}`);
  }
}

function main([program, countText, seedText = '1']) {
  if (!program || !(Number(countText) > 0)) {
    console.error('usage: node differential.mjs <program> <count> [seed]');
    return 2;
  }
  const seeds = Array.from({ length: Number(countText) }, (_, index) => Number(seedText) + index);
  const profiles = seeds.map(randomProfile);
  const reports = assessAll(program, profiles);
  const wrong = seeds
    .map((seed, index) => compareOne(seed, profiles[index], reports[index]))
    .filter((outcome) => outcome.found.length > 0);
  wrong.slice(0, SHOWN).forEach(show);
  console.log(`differential: ${seeds.length} profiles, ${wrong.length} differences`);
  return wrong.length > 0 ? 1 : 0;
}

process.exitCode = main(process.argv.slice(2));
