// The native program, whose answers the other doors must give byte for byte.
import { spawnSync } from "node:child_process";

/** The answer of `selfcheck assess -` to a profile; `options` come before `assess`. */
export function native(text, options = []) {
  return run([...options, "assess", "-"], text);
}

/** The answer of `selfcheck advise -` to a profile. */
export function nativeAdvice(text) {
  return run(["advise", "-"], text);
}

/** The answers of `selfcheck assess --jsonl -` to profiles of one line each. */
export function nativeLines(profiles) {
  return run(["assess", "--jsonl", "-"], profiles.join("\n")).split("\n");
}

function run(words, input) {
  const program = process.env.SELFCHECK;
  if (!program) {
    throw new Error("SELFCHECK must name the native program; `cargo xtask test` sets it");
  }
  const done = spawnSync(program, words, { input, maxBuffer: 2 ** 28 });
  if (done.status !== 0 && done.status !== 2) {
    throw new Error(`${program} ended with ${done.status}: ${done.stderr}`);
  }
  return done.stdout.toString().replace(/\n$/, "");
}
