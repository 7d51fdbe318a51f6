// The library as others get it: packed by npm, installed from that file, used in Node, and typed as it answers.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";

import { randomProfile } from "../reference/random.mjs";
import { native, nativeAdvice, nativeLines } from "../support/native.mjs";
import { casesOf, faulty } from "../support/profiles.mjs";

const compiler = fileURLToPath(new URL("../../node_modules/typescript/bin/tsc", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "selfcheck-package-"));
after(() => rmSync(folder, { recursive: true, force: true }));

function run(program, words, input) {
  const done = spawnSync(program, words, { cwd: folder, encoding: "utf8", input });
  return { ok: done.status === 0, text: `${done.stdout}${done.stderr}`, out: done.stdout };
}

/** Faults that TypeScript finds in a program that uses the library, in a project that knows of no browser. */
function faults(program) {
  writeFileSync(join(folder, "program.ts"), program);
  const options = ["--noEmit", "--strict", "--target", "es2022", "--module", "nodenext", "--lib", "es2022"];
  return run(process.execPath, [compiler, ...options, "program.ts"]).text;
}

const NAMES = ["Profile", "Report", "Advice", "Errors", "Bundle"];
const IMPORT = `import type { ${NAMES.join(", ")} } from "policy-selfcheck";\n`;
/** Lines that say each text is of a type: TypeScript refuses members that the type lacks, and lacking ones. */
const typed = (type, texts) => texts.map((text, index) => `export const ${type}${index}: ${type} = ${text};`).join("\n");

test("npm packs it and installs it", () => {
  const packed = run("npm", ["pack", "--silent", process.env.DOOR_DIR]);
  assert.ok(packed.ok, packed.text);
  const [file] = readdirSync(folder).filter((name) => name.endsWith(".tgz"));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, type: "module" }));
  const installed = run("npm", ["install", "--offline", "--no-audit", "--no-fund", `./${file}`]);
  assert.ok(installed.ok, installed.text);
});

test("Node uses it with one import", () => {
  const [{ text }] = casesOf("cases");
  const program = `
    import init, { advise, assess, policy } from "policy-selfcheck";
    await init();
    const text = ${JSON.stringify(text)};
    console.log(JSON.stringify([assess(text), advise(text), policy().digest]));`;
  const done = run(process.execPath, ["--input-type=module", "-"], program);
  assert.ok(done.ok, done.text);
  const [report, advice, digest] = JSON.parse(done.out);
  assert.equal(report, native(text));
  assert.equal(advice, nativeAdvice(text));
  assert.equal(JSON.parse(report).policy.digest, digest);
});

test("profiles, reports, advice, errors and the policy are as declared", () => {
  const cases = casesOf("cases").map(({ text }) => text);
  const random = Array.from({ length: 60 }, (_, seed) => JSON.stringify(randomProfile(seed + 7)));
  const isSound = (line) => JSON.parse(line).format.includes("report");
  const answers = nativeLines([...cases, ...random].map((text) => JSON.stringify(JSON.parse(text))));
  const sound = [...cases, ...random].filter((_, index) => isSound(answers[index]));
  const advised = sound.slice(0, 60).map(nativeAdvice);
  const broken = faulty().map(({ text }) => native(text));
  const bundle = run(process.env.SELFCHECK, ["policy"]).out.trim();
  const program = [
    IMPORT,
    typed("Profile", sound),
    typed("Report", answers.filter((line) => line && isSound(line))),
    typed("Advice", advised),
    typed("Errors", broken),
    typed("Bundle", [bundle]),
  ].join("\n");
  assert.ok(sound.length > 60);
  assert.deepEqual(faults(program).split("\n").slice(0, 5), [""]);
});

test("the functions are typed from object to object, and from text to text", () => {
  const head = `import init, { advise, adviseText, assess, assessText, initSync, policy, policyText, type Advice, type Bundle,
    type Errors, type Profile, type Report } from "policy-selfcheck";
    declare const profile: Profile;
    declare const text: string;`;
  const sound = `
    await init();
    await init("selfcheck_bg.wasm");
    initSync(new Uint8Array());
    const answer: Report | Errors = assess(profile);
    export const items: string[] = answer.format === "changping-report/1" ? answer.items.map(({ title }) => title) : answer.errors.map(({ path }) => path);
    export const advice: Advice | Errors = advise(profile);
    export const bundle: Bundle = policy();
    export const texts: string[] = [assess(text), advise(text), assessText(text), adviseText(text), policyText()];`;
  assert.equal(faults(head + sound), "");
  for (const wrong of ["assess(7)", "assess()", "assess({})", "assessText(profile)", "const text2: string = assess(profile)", "policy().no_such"]) {
    assert.match(faults(`${head}\n${wrong};`), /error TS/, wrong);
  }
});

test("what is not so is refused", () => {
  const head = `format: "changping-profile/1", as_of: "2026-06-01"`;
  const wrong = [
    `{ ${head}, applicant: { roles: ["nobody"] } }`,
    `{ ${head}, applicant: { no_such_fact: true } }`,
    `{ ${head}, projects: [{ name: "no id" }] }`,
    `{ format: "changping-profile/1" }`,
  ];
  for (const text of wrong) {
    assert.match(faults(IMPORT + typed("Profile", [text])), /error TS/, text);
  }
});
