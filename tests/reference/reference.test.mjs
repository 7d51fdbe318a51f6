// The program and an independent reading of the same documents agree on random profiles.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';

const here = (file) => fileURLToPath(new URL(file, import.meta.url));

test('3,000 random profiles are judged alike', () => {
  const done = spawnSync('node', [here('differential.mjs'), process.env.SELFCHECK, '3000'], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  assert.equal(done.status, 0, `${done.stdout.slice(-4000)}${done.stderr}`);
  assert.match(done.stdout, /differential: 3000 profiles, 0 differences/);
});
