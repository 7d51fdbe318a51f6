/**
 * Where the program comes from: its address, its bytes, a response that brings it, or a compiled module. In Node, and
 * where `selfcheck_bg.wasm` lies beside `selfcheck.js`, nothing needs to be said.
 */
export type Program = string | object;

/** Loads the program; once is enough. In Node it is loaded by the import, and this does nothing. */
export default function init(program?: Program | Promise<Program>): Promise<void>;

/** The same at once, from its bytes or a compiled module. */
export function initSync(program: object): void;

/** What the policy gives this applicant, or everything that breaks the format. JSON text in gives JSON text out. */
export function assess(profile: Profile): Report | Errors;
export function assess(profile: string): string;

/** What to ask next, what would change a verdict, and by when. JSON text in gives JSON text out. */
export function advise(profile: Profile): Advice | Errors;
export function advise(profile: string): string;

/** `assess` for JSON text: byte for byte what the native program writes. */
export function assessText(profile: string): string;

/** `advise` for JSON text: byte for byte what the native program writes. */
export function adviseText(profile: string): string;

/** The embedded policy with its digest. */
export function policy(): Bundle;

/** The embedded policy with its digest, as the JSON text that is built in. */
export function policyText(): string;
