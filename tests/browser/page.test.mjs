// The page as a whole: its engine, the network, the keyboard, small screens, another policy.
import assert from "node:assert/strict";
import { test } from "node:test";

import { native } from "../support/native.mjs";
import { casesOf, faulty } from "../support/profiles.mjs";
import { fixtureSite, open } from "./support.mjs";

/** Asks the engine that the page itself runs. */
const assess = (page, text) =>
  page.evaluate(async (text) => {
    const names = performance.getEntriesByType("resource").map((entry) => entry.name);
    const glue = await import(names.find((name) => /\/app[^/]*\.js$/.test(name)));
    return glue.assess(text);
  }, text);

test("the page's own engine gives the bytes of the native program", async () => {
  const at = await open();
  for (const { name, text } of [...casesOf("cases"), ...faulty()]) {
    assert.equal(await assess(at.page, text), native(text), name);
  }
  await at.close();
});

test("after loading, a whole journey asks nothing of the network", async () => {
  const at = await open();
  await at.page.waitForLoadState("networkidle");
  const asked = [];
  at.context.on("request", (request) => asked.push(request.url()));
  await at.roles("科技创新企业", "孵化器");
  await at.step("成果转化项目");
  await at.choose(/有没有成果转化项目/, "有");
  await at.choose(/是科技成果产业化/, "是");
  await at.type(/研发费用|名称/, "甲");
  await at.result();
  await at.go("#/text");
  await at.page.getByRole("button", { name: /深色|大字/ }).first().click();
  await at.go("#/");
  await at.page.getByRole("link", { name: "继续自查" }).waitFor();
  assert.deepEqual(asked, []);
  const stored = await at.page.evaluate(() => [localStorage.length, document.cookie]);
  assert.equal(stored[1], "");
  await at.close();
});

test("the whole journey by keyboard alone", async () => {
  const at = await open();
  const { keyboard } = at.page;
  const focused = () => at.page.evaluate(() => {
    const at = document.activeElement;
    return (at?.closest("label") ?? at?.closest("a, button, summary"))?.innerText ?? "";
  });
  const tabTo = async (words, limit = 80) => {
    for (let tabs = 0; tabs < limit; tabs += 1) {
      await keyboard.press("Tab");
      if ((await focused()).includes(words)) return;
    }
    assert.fail(`the keyboard does not reach ${words}`);
  };
  await tabTo("开始自查");
  await keyboard.press("Enter");
  await at.page.getByRole("heading", { level: 1, name: "主体类型" }).waitFor();
  await tabTo("孵化器");
  await keyboard.press("Space");
  assert.ok(await at.page.getByRole("checkbox", { name: "孵化器" }).isChecked());
  await tabTo("下一步");
  await keyboard.press("Enter");
  await at.page.getByRole("heading", { level: 1, name: "成果转化项目" }).waitFor();
  await tabTo("有");
  await keyboard.press("ArrowRight");
  await tabTo("下一步");
  await keyboard.press("Enter");
  await tabTo("先看结果");
  await keyboard.press("Enter");
  await at.page.getByRole("heading", { level: 1, name: "自查结果" }).waitFor();
  // The tree of a verdict opens, a link leads to its question and the focus to its field.
  await tabTo("判断过程");
  await keyboard.press("Enter");
  await at.page.locator("details[open] .tree, details[open] .judged, details[open] ul").first().waitFor();
  await tabTo("假设一下");
  await keyboard.press("Enter");
  await at.page.getByText("正在假设").waitFor();
  await tabTo("恢复原来的回答");
  await keyboard.press("Enter");
  await at.page.getByText("正在假设").waitFor({ state: "detached" });
  await tabTo("English");
  await keyboard.press("Enter");
  await at.page.getByRole("heading", { level: 1, name: "Your result" }).waitFor();
  await tabTo("Saved");
  await keyboard.press("Enter");
  await at.page.getByRole("heading", { level: 1 }).first().waitFor();
  await tabTo("Text");
  await keyboard.press("Enter");
  await at.page.waitForURL(/#\/text/);
  await at.close();
});

test("on a phone nothing is cut off", async () => {
  const at = await open({ width: 375, height: 812, hasTouch: true });
  await at.roles("科技创新企业", "孵化器", "医疗卫生机构");
  await at.step("成果转化项目");
  await at.choose(/有没有成果转化项目/, "有");
  for (const hash of ["#/", "#/check", "#/check/projects", "#/check/company", "#/result", "#/text"]) {
    await at.go(hash);
    await at.page.getByRole("heading", { level: 1 }).first().waitFor();
    const wide = await at.page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= 375, `${hash}: ${wide}`);
  }
  await at.close();
});

test("the whole text is there, word for word", async () => {
  const at = await open({ hash: "#/text" });
  const { policy } = JSON.parse(await at.page.evaluate(async () => {
    const names = performance.getEntriesByType("resource").map((entry) => entry.name);
    return (await import(names.find((name) => /\/app[^/]*\.js$/.test(name)))).policy();
  }));
  const shown = (await at.page.locator("main").innerText()).replace(/\s/g, "");
  for (const { article, paragraphs } of policy.text.articles) {
    for (const sentence of paragraphs.flat()) {
      const words = sentence.replace(/^第[一二三四五六七八九十]+条 /, "").replace(/\s/g, "");
      assert.ok(shown.includes(words), `article ${article}: ${words}`);
    }
  }
  await at.close();
});

test("a page that cannot start says so", async () => {
  const at = await open();
  const page = await at.context.newPage();
  await page.route(/\.wasm$/, (route) => route.abort());
  await page.goto(process.env.SITE_URL);
  await page.getByRole("alert").waitFor();
  assert.match(await page.getByRole("alert").innerText(), /没能打开/);
  await at.close();
});

test("another policy runs in the same page", async () => {
  const at = await open({ url: fixtureSite });
  for (const { name, text } of casesOf("policies/brookfield-2031/cases")) {
    const options = ["--policy", "tests/policies/brookfield-2031"];
    assert.equal(await assess(at.page, text), native(text, options), name);
  }
  await at.roles("果农");
  await at.page.locator("summary").filter({ hasText: "更改日期" }).click();
  await at.type(/按哪一天测算/, "2031-06-01");
  await at.step("果园");
  await at.choose(/有没有果园/, "有");
  await at.type(/哪天栽植/, "2027-12-31");
  await at.type(/更换苗木费用/, "800.40");
  await at.type(/滴灌费用/, "100.01");
  await at.result();
  assert.match(await at.card("果园更新补贴").innerText(), /¥112\.55/);
  await at.close();
});
