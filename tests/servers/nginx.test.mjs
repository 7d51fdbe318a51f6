// nginx with the configuration that ships: headers, compressed copies, caching, and the way from one build to the next.
import assert from "node:assert/strict";
import { cpSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { brotliDecompressSync, gunzipSync } from "node:zlib";

import { UNDER_A_PATH, serve, skip } from "../support/nginx.mjs";
import { copy, next } from "../support/versions.mjs";

const { SITE_DIR: site } = process.env;

const files = (folder) => readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(folder.length));
const served = (folder) => files(folder).filter((name) => !/\.(br|gz)$/.test(name) && !name.startsWith("/deploy") && name !== "/_headers");

const TYPES = {
  html: "text/html; charset=utf-8", js: "text/javascript; charset=utf-8", css: "text/css; charset=utf-8",
  wasm: "application/wasm", json: "application/json", webmanifest: "application/manifest+json",
  svg: "image/svg+xml", png: "image/png", ts: "text/plain; charset=utf-8",
};

test("every file has its type, its caching, the headers, and comes in the form the browser takes", { skip }, async (t) => {
  const { ask } = await serve(t, site);
  for (const name of [...served(site), "/"]) {
    const file = name === "/" ? "/index.html" : name;
    const whole = readFileSync(site + file);
    const ending = file.split(".").at(-1);
    for (const accepted of ["br", "gzip, deflate, br, zstd", "gzip", "", "brotli"]) {
      const { status, headers, body } = await ask(name, accepted ? { "Accept-Encoding": accepted } : {});
      const said = `${name} (${accepted})`;
      assert.equal(status, 200, said);
      const coding = headers["content-encoding"];
      const shrinks = TYPES[ending] && ending !== "png";
      assert.equal(coding, shrinks ? { br: "br", gzip: "gzip" }[/\bbr\b/.test(accepted) ? "br" : accepted] : undefined, said);
      const plain = { br: brotliDecompressSync, gzip: gunzipSync }[coding]?.(body) ?? body;
      assert.ok(plain.equals(whole), said);
      if (TYPES[ending]) assert.equal(headers["content-type"], TYPES[ending], said);
      const hashed = /-[0-9a-f]{16}\./.test(file);
      assert.equal(headers["cache-control"], hashed ? "public, max-age=31536000, immutable" : "no-cache", said);
      assert.equal(headers["x-content-type-options"], "nosniff", said);
      assert.equal(headers["referrer-policy"], "no-referrer", said);
      assert.match(headers["permissions-policy"], /camera=\(\)/, said);
      assert.equal(headers["access-control-allow-origin"], "*", said);
      const policy = headers["content-security-policy"];
      assert.match(policy, /^default-src 'none'; /, said);
      assert.doesNotMatch(policy, /unsafe-inline|'unsafe-eval'/, said);
      assert.equal(/connect-src 'none'/.test(policy), file === "/standalone.html", said);
      assert.match(headers.vary ?? "", /Accept-Encoding/, said);
    }
  }
});

test("what is not there is not found, and says so with the same headers", { skip }, async (t) => {
  const { ask } = await serve(t, site);
  for (const path of ["/nothing.js", "/app-0123456789abcdef.js", "/../etc/passwd", "/%2e%2e/etc/passwd"]) {
    const { status, headers } = await ask(path, { "Accept-Encoding": "br" });
    assert.ok([400, 404].includes(status), path);
    if (status === 404) assert.match(headers["content-security-policy"], /default-src 'none'/, path);
  }
});

test("an unchanged page is not sent again", { skip }, async (t) => {
  const { ask } = await serve(t, site);
  const first = await ask("/", { "Accept-Encoding": "br" });
  const again = await ask("/", { "Accept-Encoding": "br", "If-None-Match": first.headers.etag });
  assert.equal(again.status, 304);
  assert.equal(again.body.length, 0);
});

test("a newer build laid over the old one leaves no open page without its files", { skip }, async (t) => {
  const root = copy(t, site);
  const { ask } = await serve(t, root);
  const page = async () => String((await ask("/")).body);
  const wanted = (html) => [...html.matchAll(/(?:href|src)="([^"#:]+\.(?:js|css|wasm))"/g)].map((match) => `/${match[1]}`);
  const old = wanted(await page());
  assert.equal(old.length, 4, "style, glue, program and start module");
  const newer = next(t, site);
  cpSync(newer.folder, root, { recursive: true });
  const now = wanted(await page());
  assert.notDeepEqual(now, old);
  for (const name of new Set([...old, ...now, ...served(site)])) {
    assert.equal((await ask(name)).status, 200, name);
  }
});

test("the documented lines serve it encrypted", { skip }, async (t) => {
  const { askSecure } = await serve(t, site);
  const { status, headers } = await askSecure("/", { "Accept-Encoding": "br" });
  assert.deepEqual([status, headers["content-encoding"]], [200, "br"]);
});

test("under a path of another site it is the same, and the other pages are left alone", { skip }, async (t) => {
  const { ask, askSecure } = await serve(t, site, UNDER_A_PATH);
  const outside = await ask("/");
  assert.equal(outside.headers["content-security-policy"], undefined);
  const moved = await ask("/selfcheck");
  assert.deepEqual([moved.status, new URL(moved.headers.location, "http://host").pathname], [301, "/selfcheck/"]);
  for (const name of ["", "index.html", "embed.js", "selfcheck_bg.wasm", "standalone.html"]) {
    const { status, headers, body } = await askSecure(`/selfcheck/${name}`, { "Accept-Encoding": "br" });
    assert.equal(status, 200, name);
    assert.equal(headers["content-encoding"], "br", name);
    assert.match(headers["content-security-policy"], /^default-src 'none'; /, name);
    assert.ok(brotliDecompressSync(body).equals(readFileSync(join(site, name || "index.html"))), name);
  }
  assert.equal((await ask("/selfcheck/nothing.js")).status, 404);
});
