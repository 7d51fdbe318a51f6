// A server on another origin than the site's: shows given pages with a given security policy, or a folder's files.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";

const TYPES = {
  ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".wasm": "application/wasm",
  ".json": "application/json", ".webmanifest": "application/manifest+json", ".svg": "image/svg+xml", ".png": "image/png",
};

/** Serves what `find(path)` gives, `{ type, body, headers }` or nothing; ends with the test. */
async function serve(t, find) {
  const server = createServer(async (request, response) => {
    const found = await find(new URL(request.url, "http://host").pathname).catch(() => undefined);
    if (!found) return response.writeHead(404).end();
    response.writeHead(200, { "Content-Type": found.type, "Cache-Control": "no-cache", ...found.headers }).end(found.body);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  t.after(() => new Promise((done) => { server.close(done); server.closeAllConnections(); }));
  return `http://127.0.0.1:${server.address().port}/`;
}

/**
 * A host page: its own script and markup, and a security policy as strict as a site can have that embeds another. The
 * element's script has these attributes.
 */
export function host(t, site, { body, script = "", attributes = "async" }) {
  const origin = new URL(site).origin;
  const policy = `default-src 'none'; script-src 'self' ${origin}; frame-src ${origin}; img-src 'self'`;
  const headers = { "Content-Security-Policy": policy };
  const page = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>主页</title>
<script src="/page.js"></script><script src="${new URL("embed.js", site)}" ${attributes}></script><body>${body}</body></html>`;
  return serve(t, async (path) => {
    if (path === "/") return { type: TYPES[".html"], body: page, headers };
    if (path === "/page.js") return { type: TYPES[".js"], body: script, headers };
    if (path === "/favicon.ico") return { type: TYPES[".png"], body: "", headers };
    return undefined;
  });
}

/** A folder that can be exchanged for another while it is served; `asked` lists what it was asked for. */
export async function folder(t, first) {
  let at = first;
  const asked = [];
  const url = await serve(t, async (path) => {
    asked.push(path);
    const name = normalize(path === "/" ? "/index.html" : path);
    return { type: TYPES[extname(name)] ?? "application/octet-stream", body: await readFile(join(at, name)) };
  });
  return { url, asked, exchange: (other) => { at = other; } };
}
