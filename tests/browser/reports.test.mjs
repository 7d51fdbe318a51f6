// The result to keep: Markdown, data and paper.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { open } from "./support.mjs";

async function project(at) {
  await at.roles("科技创新企业");
  await at.step("成果转化项目");
  await at.choose(/有没有成果转化项目/, "有");
  await at.type(/名称/, "康复|机器人 *甲*");
  await at.choose(/是科技成果产业化/, "是");
  await at.choose(/重大经济、社会价值/, "是");
  await at.type(/研发费用/, "600万");
  for (const other of [/房租费用/, /装修费用/, /固定资产投资/]) await at.type(other, "0");
  await at.result();
}

async function saved(at, name) {
  const waiting = at.page.waitForEvent("download");
  await at.page.getByRole("button", { name }).click();
  return readFileSync(await (await waiting).path(), "utf8");
}

test("Markdown in the words of the page, with typed names as words", async () => {
  const at = await open();
  await project(at);
  const text = await saved(at, "存为 Markdown");
  assert.match(text, /^# 自查结果：昌平区加快科技成果转化支持办法/);
  assert.match(text, /\*\*康复\\\|机器人 \\\*甲\\\*：自述符合，待评定\*\*：¥1,800,000\.00（180万元）/);
  assert.match(text, /\(6,000,000\.00 \+ 0\.00 \+ 0\.00 \+ \(0\.00 − 0\.00\)\) × 30% = ¥1,800,000\.00/);
  assert.match(text, /由主管部门决定/);
  await at.close();
});

test("the data saved is the report of the page's engine", async () => {
  const at = await open();
  await project(at);
  const report = JSON.parse(await saved(at, /存为数据/));
  assert.equal(report.format, "changping-report/1");
  assert.equal(report.totals.lower_yuan, "1800000");
  await at.close();
});

test("on paper the first page sums up and every page has a head and a number", async () => {
  const at = await open();
  await project(at);
  await at.page.emulateMedia({ media: "print" });
  assert.match(await at.page.locator(".print-sum").innerText(), /重大技术成果落地产业化.*自述符合，待评定.*¥1,800,000\.00/);
  assert.equal(await at.page.getByRole("navigation").first().isVisible(), false);
  const heads = await at.page.evaluate(() => [...document.styleSheets[0].cssRules].map((rule) => rule.cssText).filter((text) => text.includes("@top-left")));
  assert.match(heads.join(), /昌政办发〔2026〕6号/);
  await at.close();
});
