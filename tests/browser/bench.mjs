// Figures of the page in a browser: `cargo xtask bench` serves the release site and runs this.
import { readFileSync } from "node:fs";

import { chromium } from "playwright-core";

import { roster } from "./roster_bench.mjs";

const launch = () => chromium.launch({
  executablePath: process.env.CHROMIUM,
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
});
const browser = await launch();
const url = process.env.SITE_URL;
const text = JSON.stringify(JSON.parse(readFileSync(new URL("../cases/46-19-undecided-break-even.json", import.meta.url))).profile);

/** Microseconds of one `assess` in the page: the median of 21 rounds of 500 calls. */
async function assess() {
  const page = await browser.newPage();
  await page.goto(url);
  await page.getByRole("navigation").first().waitFor();
  await page.waitForFunction(() => document.documentElement.dataset.parts === undefined);
  return page.evaluate(async (text) => {
    const names = performance.getEntriesByType("resource").map((entry) => entry.name);
    const { assess } = await import(names.find((name) => /\/app[^/]*\.js$/.test(name)));
    const rounds = Array.from({ length: 21 }, () => {
      const start = performance.now();
      for (let n = 0; n < 500; n += 1) assess(text);
      return ((performance.now() - start) * 1000) / 500;
    });
    return rounds.sort((a, b) => a - b)[10];
  }, text);
}

/** Milliseconds from a keystroke until all is computed, drawn and laid out, and to the next painted frame: medians of 21. */
async function keystroke() {
  const page = await browser.newPage();
  await page.goto(`${url}/#/check/projects`);
  await page.getByRole("group", { name: /有没有成果转化项目/ }).getByText("有", { exact: true }).click();
  const field = page.getByRole("textbox", { name: /研发费用/ });
  await field.waitFor();
  const handle = await field.elementHandle();
  return page.evaluate(async (input) => {
    const task = () => new Promise((done) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = done;
      port2.postMessage(null);
    });
    const times = { drawn: [], painted: [] };
    for (let n = 1; n <= 21; n += 1) {
      const start = performance.now();
      input.value = String(n * 1000);
      input.dispatchEvent(new InputEvent("input", { bubbles: true }));
      await task();
      document.body.getBoundingClientRect();
      times.drawn.push(performance.now() - start);
      await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
      times.painted.push(performance.now() - start);
    }
    const median = (list) => list.sort((a, b) => a - b)[10];
    return { drawn: median(times.drawn), painted: median(times.painted) };
  }, handle);
}

/** Milliseconds to something readable and to the first question on a slow phone: the median of 5 cold loads. */
async function coldLoad() {
  const loads = [];
  for (let n = 0; n < 5; n += 1) {
    const context = await browser.newContext({ viewport: { width: 375, height: 812 } });
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send("Network.enable");
    const bytes = (1.6 * 1024 * 1024) / 8;
    await session.send("Network.emulateNetworkConditions", { offline: false, latency: 150, downloadThroughput: bytes, uploadThroughput: bytes });
    await session.send("Emulation.setCPUThrottlingRate", { rate: 4 });
    await page.goto(`${url}/#/check`);
    await page.getByRole("checkbox").first().waitFor();
    loads.push(await page.evaluate(() => ({
      readable: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? NaN,
      question: performance.now(),
    })));
    await context.close();
  }
  const median = (key) => loads.map((load) => load[key]).sort((a, b) => a - b)[2];
  return { readable: median("readable"), question: median("question") };
}

console.log(`assess in the page            ${(await assess()).toFixed(1)} µs`);
const { drawn, painted } = await keystroke();
console.log(`keystroke                     drawn ${drawn.toFixed(1)} ms, in the next frame ${painted.toFixed(1)} ms`);
const { readable, question } = await coldLoad();
console.log(`slow phone: something to read ${Math.round(readable)} ms, first question ${Math.round(question)} ms`);
await browser.close();
for (const count of [1_000, 10_000, 100_000]) {
  await roster(launch, url, count);
}
