// No violation of the accessibility rules that a machine can check, on every page, theme, width and language.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";

import { host } from "../support/host.mjs";
import { letters, open, preview, site } from "./support.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

async function violations(page, state) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  return found.violations.map(({ id, nodes }) => `${state}: ${id}: ${nodes.map((node) => node.html.slice(0, 120)).join(" | ")}`);
}

/** Says to the page that a newer version waits, as its start module does. */
const offer = (page) => page.evaluate(() => {
  document.documentElement.dataset.update = "waiting";
  dispatchEvent(new Event("selfcheck:update"));
});

const LIST = `企业名称,统一社会信用代码,主体类型,成立日期,是否科技型企业
甲公司,,科技创新企业,2025-03-01,是
乙公司,123,高校,2025-13-01,也许
甲公司,,孵化器,,
`;

/** Walks the workspace with a list that has faults; gives what is wrong. */
async function walkWorkspace(at, english) {
  const { page } = at;
  const found = [];
  const look = async (state) => found.push(...(await violations(page, `${state} ${english ? "en" : "zh"}`)));
  const say = (zh, en) => (english ? en : zh);
  await at.go("#/workspace");
  await page.getByRole("heading", { name: say("导入企业名单", "Import a list of applicants") }).waitFor({ timeout: 20000 });
  await look("import");
  const choose = page.getByLabel(say("选择文件", "Choose a file"));
  await choose.setInputFiles({ name: "空.csv", mimeType: "text/csv", buffer: Buffer.from("") });
  await page.getByRole("alert").waitFor();
  await look("a file that is no list");
  await choose.setInputFiles({ name: "名单.csv", mimeType: "text/csv", buffer: Buffer.from(LIST) });
  await page.getByRole("heading", { name: say("核对各列的含义", "Check what the columns mean") }).waitFor();
  await look("mapping");
  await page.getByRole("button", { name: say("导入并测算", "Import and assess") }).click();
  const tabs = page.getByRole("navigation", { name: say("工作台内容", "Parts of the workspace") }).getByRole("button");
  await tabs.first().waitFor({ timeout: 20000 });
  for (let index = 0; index < (await tabs.count()); index += 1) {
    await tabs.nth(index).click();
    await page.waitForTimeout(300);
    await look(await tabs.nth(index).innerText());
  }
  await offer(page);
  await page.getByRole("button", { name: say("现在更新", "Update now") }).click();
  await page.getByRole("button", { name: say("丢弃名单并更新", "Drop the list and update") }).waitFor();
  await look("an update that would lose the list");
  await page.getByRole("button", { name: say("以后再说", "Later") }).click();
  await tabs.first().click();
  await page.getByRole("button", { name: "乙公司", exact: true }).click();
  await page.getByRole("heading", { level: 1 }).first().waitFor();
  await look("an applicant of the list");
  return found;
}

/** An applicant of every kind: each group of questions is asked, and each sort of verdict is there. */
const EVERYBODY = {
  format: "changping-profile/1", as_of: "2026-06-01",
  applicant: {
    name: "示例单位", is_tech_company: true, founder_origin: "university", founder_is_main_shareholder: true, founded_on: "2024-06-01",
    roles: ["tech_enterprise", "university", "research_institute", "medical_institution", "incubator", "foreign_rd_centre",
      "tech_transfer_org", "public_tech_platform", "poc_platform", "cluster_operator", "instrument_platform_operator"],
  },
  projects: [{ id: "机器人", is_commercialisation: true, is_major: true, rd_cost: "6000000", disruptive_team: true }],
  financing_rounds: [{ id: "A轮", is_equity: true, strong_investor: true, obtained_on: "2026-06-01" }],
  other_awards: [{ id: "区级奖励", level: "district", status: "applied" }, { id: "市级奖励", level: "municipal", status: "received", amount: "100" }],
};

const asFile = (name, value) => ({ name, mimeType: "application/json", buffer: Buffer.from(typeof value === "string" ? value : JSON.stringify(value)) });

/** Walks all pages and states; gives what is wrong. */
async function walk(at, english, large) {
  const { page } = at;
  const found = [];
  const look = async (state) => {
    await page.evaluate(() => document.querySelectorAll("details").forEach((part) => { part.open = true; }));
    found.push(...(await violations(page, state)));
  };
  const say = (zh, en) => (english ? en : zh);
  const button = (zh, en) => page.getByRole("button", { name: say(zh, en), exact: true });
  // Buttons of a draft say of which: to whoever only hears them.
  const ofDraft = (zh, en) => page.getByRole("button", { name: new RegExp(`^${say(zh, en)}`) }).first();
  const headed = (zh, en) => page.getByRole("heading", { level: 1, name: say(zh, en) }).waitFor();
  const load = (value) => page.locator("input[type=file]").setInputFiles(asFile("p.json", value));
  if (english) await page.getByRole("button", { name: "English" }).click();
  if (large) await button("大字", "Large").click();

  await look("start");
  await at.go("#/check");
  await headed("主体类型", "Who you are");
  await look("roles before any answer");
  await at.go("#/result");
  await headed("自查结果", "Your result");
  await look("a result without answers");
  await at.go("#/item/5.1");
  await page.locator("#item-now").waitFor();
  await look("one item");

  await at.go("#/saved");
  await load("{\"format\": 1}");
  await page.getByRole("alert").first().waitFor();
  await look("a refused file");
  await load(EVERYBODY);
  await headed("自查结果", "Your result");
  await look("result");
  await button("清空，重新开始", "Start again").click();
  await look("before everything is forgotten");
  await page.getByRole("button", { name: say("假设一下", "What if") }).click();
  await look("supposing");
  await at.go("#/check/projects");
  await page.getByRole("group", { name: say(/重大经济、社会价值/, /major economic and social value/) }).getByText(say("否", "No"), { exact: true }).click();
  await look("supposing, with a verdict that differs");
  await button("恢复原来的回答", "Back to my answers").click();

  const groups = await page.evaluate(() => [...document.querySelectorAll(".steps a")].map((step) => step.getAttribute("href")));
  assert.ok(groups.length >= 11, groups.join());
  for (const group of groups) {
    await at.go(group);
    await page.waitForTimeout(50);
    await look(group);
  }
  await at.go("#/check/projects");
  await page.getByRole("textbox", { name: say(/研发费用/, /R&D costs/) }).first().fill("六百");
  await page.locator(".error-summary").waitFor();
  await look("a project with an error");
  await at.go("#/result");
  await look("a result with an error");
  await at.go("#/check/projects");
  await page.getByRole("textbox", { name: say(/研发费用/, /R&D costs/) }).first().fill("6000000");

  await at.go("#/saved");
  await button("保存", "Save").click();
  await page.locator(".saved-row").waitFor();
  await look("a saved draft");
  await ofDraft("删除", "Delete").click();
  await look("before it is deleted");
  await button("取消", "Keep it").click();
  await ofDraft("改名", "Rename").click();
  await look("renaming");
  await ofDraft("改名", "Rename").click();
  await button("生成链接", "Make a link").click();
  const link = await page.locator("input[readonly]").inputValue();
  await look("a link");
  const second = await at.context.newPage();
  await second.goto(new URL("#/saved", link).href);
  await second.locator(".saved-row").getByRole("button").first().click();
  await second.getByRole("heading", { level: 1, name: say("自查结果", "Your result") }).waitFor();
  await second.evaluate(() => { location.hash = "#/check/projects"; });
  await second.getByRole("textbox", { name: say(/研发费用/, /R&D costs/) }).first().fill("7000000");
  await button("把这里的另存为副本", "Save mine as a copy").waitFor();
  await second.close();
  await look("two windows with one draft");
  // What is kept as it stands may be replaced unasked; these answers are kept nowhere.
  await load({ ...EVERYBODY, as_of: "2030-01-01" });
  await button("保留现有回答", "Keep mine").waitFor();
  await look("before answers are replaced");
  await button("替换", "Replace").click();
  await headed("自查结果", "Your result");
  await look("expired");
  await at.go(new URL(link).hash);
  await button("替换", "Replace").waitFor();
  await look("a link before answers are replaced");
  await at.go("#/s/damaged");
  await page.locator(".error-summary").waitFor();
  await look("a refused link");

  const elsewhere = { v: 1, policy: "sha256-other", engine: "0.0.0", profile: JSON.stringify(EVERYBODY) };
  await at.go(`#/s/${letters(JSON.stringify(elsewhere))}`);
  await button("替换", "Replace").click();
  await page.getByRole("alert").filter({ hasText: say("另一版政策数据", "other policy data") }).waitFor();
  await look("answers that were made with other policy data");
  await offer(page);
  await button("现在更新", "Update now").waitFor();
  await look("a newer version is offered");
  await button("以后再说", "Later").click();

  for (const hash of ["#/text", "#/text/5-1-2", "#/item/5.1", "#/item/none", "#/embed", "#/"]) {
    await at.go(hash);
    await page.getByRole("heading", { level: 1 }).first().waitFor();
    if (hash === "#/embed") await preview(page);
    await look(hash);
  }
  return found;
}

for (const colorScheme of ["light", "dark"]) {
  for (const english of [false, true]) {
    for (const [width, large] of [[1440, false], [375, true]]) {
      test(`every page and state, ${colorScheme}, ${english ? "English" : "Chinese"}, ${width} px${large ? ", large text" : ""}`, async () => {
        const at = await open({ width, colorScheme, bypassCSP: true });
        assert.deepEqual(await walk(at, english, large), []);
        await at.close();
      });
    }
  }

  for (const english of [false, true]) {
    test(`what a page around asks for, ${colorScheme}, ${english ? "English" : "Chinese"}`, async (t) => {
      const body = `<policy-selfcheck id="one" start="result" lang="${english ? "en" : "zh-CN"}" theme="auto"></policy-selfcheck>`;
      const at = await open({ url: await host(t, site, { body }), ready: "policy-selfcheck iframe", colorScheme, bypassCSP: true });
      const frame = await (await at.page.locator("iframe").elementHandle()).contentFrame();
      await frame.getByRole("navigation").first().waitFor();
      const notice = frame.locator("#frame-ask");
      const answer = (zh, en) => notice.getByRole("button", { name: english ? en : zh, exact: true }).click();
      const ask = async () => {
        await at.page.locator("#one").evaluate((node) => node.requestResult());
        await notice.waitFor();
      };
      await ask();
      const found = await violations(frame, "it asks");
      await answer("不同意", "Do not agree");
      await notice.waitFor({ state: "detached" });
      await ask();
      found.push(...(await violations(frame, "it asks again")));
      await answer("同意，交出结果", "Agree and hand it over");
      await frame.locator("#frame-ask[role=status]").waitFor();
      found.push(...(await violations(frame, "it has got the result")));
      assert.deepEqual(found, []);
      await at.close();
    });
  }

  test(`a page that cannot start, ${colorScheme}`, async () => {
    const at = await open({ colorScheme, bypassCSP: true });
    const page = await at.context.newPage();
    await page.route(/\.wasm$/, (route) => route.abort());
    await page.goto(site);
    await page.getByRole("alert").waitFor();
    assert.deepEqual(await violations(page, "boot failure"), []);
    await at.close();
  });
}

for (const colorScheme of ["light", "dark"]) {
  for (const [width, english] of [[1440, false], [1440, true], [375, false]]) {
    test(`the workspace, ${colorScheme}, ${width} px, ${english ? "English" : "Chinese"}`, async () => {
      const at = await open({ width, colorScheme, bypassCSP: true });
      if (english) await at.page.getByRole("button", { name: "English" }).click();
      assert.deepEqual(await walkWorkspace(at, english), []);
      await at.close();
    });
  }
}
