/**
 * `node cli.mjs`: a valid profile on standard input, its reduced report on standard output.
 */

import { readFileSync } from 'node:fs';

import { evaluate } from './evaluate.mjs';

const profile = JSON.parse(readFileSync(0, 'utf8'));
process.stdout.write(`${JSON.stringify(evaluate(profile))}\n`);
