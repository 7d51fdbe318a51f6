// A second version of a built site, as a later build would give it: one file has another content and so another name.
import { createHash } from "node:crypto";
import { cpSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";

/** What an `integrity` attribute says of a file. */
export const integrity = (text) => `sha384-${createHash("sha384").update(text).digest("base64")}`;

/** A copy of a built site that ends with the test. */
export function copy(t, from) {
  const folder = mkdtempSync(join(tmpdir(), "selfcheck-site-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(from, folder, { recursive: true });
  return folder;
}

/** The next version of a built site; `damaged`: its service worker promises another style sheet than there is. */
export function next(t, from, { damaged = false } = {}) {
  const folder = copy(t, from);
  const at = (name) => join(folder, name);
  const write = (name, text) => {
    writeFileSync(at(name), text);
    writeFileSync(at(`${name}.gz`), gzipSync(text));
    writeFileSync(at(`${name}.br`), brotliCompressSync(text));
  };
  const read = (name) => readFileSync(at(name), "utf8");
  const old = readdirSync(folder).find((name) => /^style-[0-9a-f]{16}\.css$/.test(name));
  const style = `${read(old)}/* next */`;
  const renamed = `style-${createHash("sha256").update(style).digest("hex").slice(0, 16)}.css`;
  const changes = [[old, renamed], [integrity(read(old)), integrity(style)]];
  const change = (text) => changes.reduce((text, [from, to]) => text.replaceAll(from, to), text);
  for (const ending of ["", ".gz", ".br"]) renameSync(at(old + ending), at(renamed + ending));
  write(renamed, damaged ? `${style}?` : style);
  const page = read("index.html");
  write("index.html", change(page));
  changes.push([integrity(page), integrity(change(page))]);
  const worker = change(read("sw.js")).replace(/policy-selfcheck-/, "$&").replace(/(\$\{PREFIX\})[0-9a-f]{16}/, "$1fedcba9876543210");
  write("sw.js", worker);
  return { folder, style: renamed };
}
