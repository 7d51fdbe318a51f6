// No violation of the accessibility rules that a machine can check, on every page, theme, width and language.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";

import { open } from "./support.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

async function violations(page, state) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  return found.violations.map(({ id, nodes }) => `${state}: ${id}: ${nodes.map((node) => node.html.slice(0, 120)).join(" | ")}`);
}

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
  await tabs.first().click();
  await page.getByRole("button", { name: "乙公司", exact: true }).click();
  await page.getByRole("heading", { level: 1 }).first().waitFor();
  await look("an applicant of the list");
  return found;
}

/** Walks all pages and states; gives what is wrong. */
async function walk(at) {
  const found = [];
  const look = async (state) => found.push(...(await violations(at.page, state)));
  await look("start");
  await at.roles("科技创新企业", "孵化器");
  await look("roles");
  await at.step("成果转化项目");
  await at.choose(/有没有成果转化项目/, "有");
  await at.choose(/是科技成果产业化/, "是");
  await at.choose(/重大经济、社会价值/, "是");
  await at.type(/研发费用/, "六百");
  await look("project with an error");
  await at.type(/研发费用/, "600万");
  await at.go("#/check/company");
  await at.choose(/有没有股权融资/, "有");
  await look("company");
  for (const language of ["zh", "en"]) {
    if (language === "en") await at.page.getByRole("button", { name: "English" }).click();
    for (const hash of ["#/result", "#/text", "#/saved", "#/check/projects", "#/check/incubator", "#/embed", "#/item/5.1", "#/"]) {
      await at.go(hash);
      await at.page.getByRole("heading", { level: 1 }).first().waitFor();
      // Left while it loads, the preview would break off with a complaint.
      if (hash === "#/embed") await at.page.frameLocator("policy-selfcheck iframe").getByRole("navigation").first().waitFor();
      await at.page.evaluate(() => document.querySelectorAll("details").forEach((part) => { part.open = true; }));
      await look(`${hash} ${language}`);
    }
  }
  return found;
}

for (const colorScheme of ["light", "dark"]) {
  for (const width of [1440, 375]) {
    test(`${colorScheme}, ${width} px`, async () => {
      const at = await open({ width, colorScheme, bypassCSP: true });
      assert.deepEqual(await walk(at), []);
      await at.close();
    });
  }
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
