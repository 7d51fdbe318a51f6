// A browser, the page in it, and the answers as a person gives them: by the words on the page.
import assert from "node:assert/strict";
import { after } from "node:test";
import { crc32 } from "node:zlib";

import { chromium } from "playwright-core";

const args = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args });
after(() => browser.close());

export const site = process.env.SITE_URL;
export const fixtureSite = process.env.FIXTURE_SITE_URL;

/** Opens a page of its own; what its console complains of fails the test at `close`. Nothing is kept for later. */
export async function open({ url = site, hash = "", ready = "nav", width = 1280, height = 900, ...more } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, locale: "zh-CN", serviceWorkers: "block", ...more });
  context.setDefaultTimeout(20000);
  context.setDefaultNavigationTimeout(30000);
  const page = await context.newPage();
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    const blocked = /^Service Worker registration blocked/.test(message.text());
    if (["error", "warning"].includes(message.type()) && !blocked) complaints.push(message.text());
  });
  await page.goto(hash ? new URL(hash, url).href : url);
  await page.locator(ready).first().waitFor();
  const close = async () => {
    assert.deepEqual(complaints, []);
    await context.close();
  };
  return { page, context, close, ...answers(page) };
}

/** What a person does in a page, or in a frame of one. */
export function answers(page) {
  const go = (hash) => page.evaluate((hash) => { location.hash = hash; }, hash);
  const group = (question) => page.getByRole("group", { name: question });
  return {
    go,
    /** Says what kinds of applicant one is. */
    async roles(...names) {
      await go("#/check");
      for (const name of names) {
        await page.getByRole("checkbox", { name, exact: false }).first().check();
      }
    },
    /** Goes to the group of questions with a heading, by 下一步. */
    async step(title) {
      for (let steps = 0; steps < 15; steps += 1) {
        if (await page.getByRole("heading", { level: 1, name: title }).count()) return;
        await page.locator("a, button").filter({ hasText: /^下一步/ }).click();
      }
      assert.fail(`no step ${title}`);
    },
    /** Chooses one of the options of a question, in the nth row that asks it. */
    async choose(question, option, nth = 0) {
      await group(question).nth(nth).getByText(option, { exact: true }).click();
    },
    /** Types into a field. */
    async type(label, text, nth = 0) {
      await page.getByRole("textbox", { name: label }).nth(nth).fill(text);
    },
    async result() {
      await go("#/result");
      await page.getByRole("heading", { level: 1, name: "自查结果" }).waitFor();
    },
    /** The card of an item on the result page. */
    card: (title) => page.getByRole("article", { name: title }),
  };
}

/** A technology enterprise with one project, whose amounts are still to be told. */
export async function project(at) {
  await at.roles("科技创新企业");
  await at.step("成果转化项目");
  await at.choose(/有没有成果转化项目/, "有");
  await at.choose(/是科技成果产业化/, "是");
  await at.choose(/重大经济、社会价值/, "是");
}

/** The letters of a link around a text, with a checksum that is right. */
export function letters(text) {
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(Buffer.from(text)));
  return `0${Buffer.concat([sum, Buffer.from(text)]).toString("base64url")}`;
}

/** Scrolls to the preview of the page about embedding, which begins in sight, and waits for the page in it: all of it, since
 * a frame that is left while it loads breaks off with a complaint. */
export async function preview(page) {
  await page.locator(".embed-preview").scrollIntoViewIfNeeded();
  const frame = page.frameLocator("policy-selfcheck iframe");
  await frame.getByRole("navigation").first().waitFor();
  await frame.locator("html:not([data-parts])").waitFor({ state: "attached" });
}

/** One whole journey: a startup with a project; gives what the result says. */
export async function journey(at, page) {
  await at.roles("科技创新企业");
  await at.step("成果转化项目");
  await at.choose(/有没有成果转化项目/, "有");
  await at.choose(/是科技成果产业化/, "是");
  await at.choose(/重大经济、社会价值/, "是");
  for (const [label, amount] of [[/研发费用/, "600万"], [/房租费用/, "80万元"], [/装修费用/, "1,200,000"],
    [/固定资产投资/, "1000万"], [/其中，房产、土地购置费用/, "4000000.00"]]) {
    await at.type(label, amount);
  }
  await at.result();
  await at.card("重大技术成果落地产业化").getByText("¥4,200,000.00").first().waitFor();
  return page.locator("#main").innerText();
}
