// nginx with the lines that the documentation prints, on ports of its own.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { request as plain } from "node:http";
import { request as secure } from "node:https";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const { NGINX: nginx } = process.env;
export const skip = nginx ? false : "nginx is not installed";

/** The blocks that docs/deploying.md prints: for a server of its own, and for a path of another. */
const blocks = [...readFileSync(new URL("../../docs/deploying.md", import.meta.url), "utf8").matchAll(/```nginx\n([^`]+)```/g)]
  .map(([, text]) => text);
export const [OWN, UNDER_A_PATH] = blocks;

async function freePort() {
  const server = createServer();
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

/** A certificate for tests, signed by itself. */
function certificate(folder) {
  const [key, file] = ["key.pem", "certificate.pem"].map((name) => join(folder, name));
  const words = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=127.0.0.1", "-days", "2", "-keyout", key, "-out", file];
  const made = spawnSync("openssl", words, { encoding: "utf8" });
  assert.equal(made.status, 0, made.stderr);
  return { key, file };
}

/** The documented lines with this machine's folder, ports and certificate in place of the examples. */
function adapted(block, root, work, [tls, port, inner]) {
  const { key, file } = certificate(work);
  const text = block
    .replaceAll("/srv/selfcheck", root)
    .replaceAll(/ssl_certificate \S+;/g, `ssl_certificate ${file};`)
    .replaceAll(/ssl_certificate_key \S+;/g, `ssl_certificate_key ${key};`)
    .replaceAll("127.0.0.1:8081", `127.0.0.1:${inner}`)
    // Besides, without encryption: browsers do not keep pages of a certificate that they cannot check.
    .replaceAll("listen 443 ssl;", `listen 127.0.0.1:${tls} ssl; listen 127.0.0.1:${port};`);
  assert.doesNotMatch(text, /\/srv|\/etc|\b(?:443|8081)\b/, "all examples are replaced");
  return text;
}

/** Serves a folder by a documented block; gives its address and a way to ask it. Ends with the test. */
export async function serve(t, root, block = OWN) {
  const work = mkdtempSync(join(tmpdir(), "selfcheck-nginx-"));
  const [tls, port, inner] = [await freePort(), await freePort(), await freePort()];
  const inside = (name) => join(work, name);
  const paths = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => `${name}_temp_path ${inside(name)};`);
  const types = "include /etc/nginx/mime.types;";
  // Started by root, its workers would be another user, who may not read the copies.
  const user = process.getuid() === 0 ? "user root;" : "";
  writeFileSync(inside("nginx.conf"), `${user} daemon off; pid ${inside("pid")}; error_log ${inside("error.log")};
    events {} http { ${types} access_log off; ${paths.join(" ")}\n${adapted(block, root, work, [tls, port, inner])} }`);
  const checked = spawnSync(nginx, ["-t", "-c", inside("nginx.conf"), "-e", inside("error.log")], { encoding: "utf8" });
  assert.equal(checked.status, 0, checked.stderr);
  assert.doesNotMatch(checked.stderr, /warn/, checked.stderr);
  const program = spawn(nginx, ["-c", inside("nginx.conf"), "-e", inside("error.log")], { stdio: "ignore" });
  t.after(async () => {
    const ended = new Promise((done) => program.once("exit", done));
    program.kill();
    await ended;
    rmSync(work, { recursive: true, force: true });
  });
  const asking = (request, at) => (path, headers = {}, method = "GET") => new Promise((resolve, reject) => {
    const asked = request({ host: "127.0.0.1", port: at, path, headers, method, rejectUnauthorized: false }, (answer) => {
      const parts = [];
      answer.on("data", (part) => parts.push(part));
      answer.on("end", () => resolve({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(parts) }));
    });
    asked.on("error", reject);
    asked.end();
  });
  const ask = asking(plain, port);
  for (let times = 0; times < 100; times += 1) {
    if (await ask("/").then(() => true, () => false)) break;
    await new Promise((done) => setTimeout(done, 50));
  }
  return { ask, askSecure: asking(secure, tls), url: `http://127.0.0.1:${port}/` };
}
