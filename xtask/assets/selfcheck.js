// The library: a profile as an object in, a report as an object out. JSON text in gives JSON text out, byte for byte what
// the native program writes. What wasm-bindgen made of the Rust functions stands beside it.
import load, * as program from "./selfcheck_glue.js";

let ready = false;

/** wasm-bindgen's own form of the argument, `{ module_or_path }` or `{ module }`, is taken too. */
const given = (source) => source?.module_or_path ?? source?.module ?? source;

export default async function init(source) {
  if (ready) return;
  await load(source === undefined ? undefined : { module_or_path: given(await source) });
  ready = true;
}

export function initSync(source) {
  if (ready) return;
  program.initSync({ module: given(source) });
  ready = true;
}

function check(name) {
  if (!ready) throw new Error(`${name}: the library is not loaded, await init() first`);
}

function textOf(name, text) {
  check(name);
  if (typeof text !== "string") throw new TypeError(`${name} takes a profile as JSON text`);
  return program[name.replace("Text", "")](text);
}

function answer(name, profile) {
  if (typeof profile === "string") return textOf(name, profile);
  if (typeof profile !== "object" || profile === null || Array.isArray(profile)) {
    throw new TypeError(`${name} takes a profile: an object, or its JSON text`);
  }
  return JSON.parse(textOf(name, JSON.stringify(profile)));
}

export const assess = (profile) => answer("assess", profile);
export const advise = (profile) => answer("advise", profile);
export const assessText = (text) => textOf("assessText", text);
export const adviseText = (text) => textOf("adviseText", text);

export function policyText() {
  check("policyText");
  return program.policy();
}

export const policy = () => JSON.parse(policyText());
