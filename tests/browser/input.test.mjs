// Wrong input is told beside its field, in plain words, and what was typed stays.
import assert from "node:assert/strict";
import { test } from "node:test";

import { open, project } from "./support.mjs";

/** The message beside a field. */
const told = (page, label) =>
  page.getByRole("textbox", { name: label }).evaluate((input) => {
    const ids = (input.getAttribute("aria-describedby") ?? "").split(" ");
    return ids.filter((id) => id.endsWith("-error")).map((id) => document.getElementById(id)?.innerText).join("");
  });

const wrong = [
  [/研发费用/, "八十万块", /金额/],
  [/研发费用/, "-5", /小于零|负/],
  [/研发费用/, "1.234", /两位小数/],
  [/研发费用/, "1000000000000000000", /小于|太大|过大|范围/],
  [/费用从哪天/, "2026-02-30", /没有这一天/],
  [/费用从哪天/, "昨天", /日期|例/],
];

test("each wrong amount and date is told beside its field and stays as typed", async () => {
  const at = await open();
  await project(at);
  for (const [label, text, message] of wrong) {
    await at.type(label, text);
    assert.match(await told(at.page, label), message, text);
    assert.equal(await at.page.getByRole("textbox", { name: label }).inputValue(), text);
    assert.equal(await at.page.getByRole("textbox", { name: label }).getAttribute("aria-invalid"), "true");
    await at.type(label, "");
    assert.equal(await told(at.page, label), "");
  }
  await at.close();
});

test("amounts that contradict each other are told at the one to mend", async () => {
  const at = await open();
  await project(at);
  await at.type(/固定资产投资/, "100万");
  await at.type(/其中，房产、土地购置费用/, "200万");
  assert.match(await told(at.page, /其中，房产、土地购置费用/), /大于固定资产投资/);
  await at.type(/其中，房产、土地购置费用/, "20万");
  assert.equal(await told(at.page, /其中，房产、土地购置费用/), "");
  await at.close();
});

test("wrong input survives going to the result and back, and a reload", async () => {
  const at = await open();
  await project(at);
  await at.type(/研发费用/, "六百");
  await at.result();
  assert.match(await at.page.locator("main").innerText(), /1 处回答读不出来/);
  await at.page.getByRole("alert").getByRole("link", { name: /项目 1 · 研发费用：/ }).click();
  await at.page.getByRole("heading", { level: 1, name: "成果转化项目" }).waitFor();
  await at.page.waitForFunction(() => document.activeElement?.value === "六百");
  await at.page.getByText("全部步骤").click();
  assert.match(await at.page.locator(".step[data-invalid]").innerText(), /成果转化项目\s*1 处要改正/);
  assert.equal(await at.page.getByRole("textbox", { name: /研发费用/ }).inputValue(), "六百");
  await at.page.reload();
  await at.page.getByRole("heading", { level: 1, name: "成果转化项目" }).waitFor();
  assert.equal(await at.page.getByRole("textbox", { name: /研发费用/ }).inputValue(), "六百");
  await at.close();
});

test("a row that was removed comes back as it was, also after other pages; an empty one goes at once", async () => {
  const at = await open();
  await project(at);
  await at.type(/研发费用/, "600万");
  const rows = at.page.locator(".row");
  const remove = (row) => row.getByRole("button", { name: /^删除/ }).click();
  await remove(rows.first());
  await at.page.getByText(/已删除“.*”。/).waitFor();
  assert.equal(await rows.count(), 0);
  await at.go("#/check");
  await at.page.getByRole("heading", { level: 1, name: "主体类型" }).waitFor();
  await at.go("#/check/projects");
  await at.page.getByRole("button", { name: "恢复" }).click();
  assert.equal(await at.page.getByRole("textbox", { name: /研发费用/ }).inputValue(), "600万");
  await at.page.waitForFunction(() => document.activeElement?.classList.contains("row-title"));
  await at.page.getByRole("button", { name: /^添加/ }).click();
  await remove(rows.nth(1));
  assert.equal(await at.page.getByRole("button", { name: "恢复" }).count(), 0);
  assert.equal(await rows.count(), 1);
  await at.close();
});

test("不清楚 is an answer of its own and keeps what was typed", async () => {
  const at = await open();
  await project(at);
  await at.type(/研发费用/, "600万");
  const question = at.page.locator(".q").filter({ has: at.page.getByRole("textbox", { name: /研发费用/ }) });
  await question.getByRole("checkbox", { name: "不清楚" }).check();
  await at.result();
  assert.match(await at.card("重大技术成果落地产业化").innerText(), /研发费用/);
  await at.go("#/check/projects");
  await question.getByRole("checkbox", { name: "不清楚" }).uncheck();
  assert.equal(await at.page.getByRole("textbox", { name: /研发费用/ }).inputValue(), "600万");
  await at.close();
});

test("a link to nowhere shows a page and not nothing", async () => {
  for (const hash of ["#/nowhere", "#/check/nothing", "#/text/99-99-99", "#%"]) {
    const at = await open({ hash });
    await at.page.getByRole("heading", { level: 1 }).first().waitFor({ timeout: 5000 }).catch(() => assert.fail(hash));
    await at.close();
  }
});

test("many rows are folded, drawn when they are opened, and found by links and the keyboard", async () => {
  const at = await open({ hash: "#/saved" });
  const { page } = at;
  const projects = Array.from({ length: 60 }, (_, n) => ({
    id: `p${n}`, name: `项目甲${n}`, is_commercialisation: true, is_major: true, disruptive_team: false, renowned_scientist_led: false, early_poc: false, rd_cost: "1000000", rent_cost: "0", fitout_cost: "0",
    ...(n === 50 ? {} : { fixed_asset_investment: "0", property_land_cost: "0" }),
  }));
  const profile = { format: "changping-profile/1", as_of: "2026-06-01", applicant: { roles: ["tech_enterprise"] }, projects };
  await page.locator("input[type=file]").setInputFiles({ name: "p.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(profile)) });
  await page.getByRole("heading", { level: 1, name: "自查结果" }).waitFor({ timeout: 60000 });
  await at.go("#/check/projects");
  const rows = page.locator("details.row");
  await rows.nth(59).waitFor({ timeout: 60000 });
  assert.equal(await rows.count(), 60);
  assert.equal(await page.locator(".row input").count(), 0, "what is folded is not drawn");
  // Names and what is left to do can be read, and found by the browser, without opening anything.
  assert.match(await rows.nth(50).innerText(), /项目 51：项目甲50[^]*还有 \d+ 题/);
  assert.match(await rows.nth(10).innerText(), /已答完/);
  await rows.nth(10).locator("summary").focus();
  await page.keyboard.press("Enter");
  await page.locator("#f-projects-10-name").waitFor();
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.id), "f-projects-10-name");
  await page.locator("#f-projects-10-rd_cost").fill("六百");
  const summary = page.locator(".error-summary");
  await summary.getByRole("link").click();
  assert.equal(await page.evaluate(() => document.activeElement.id), "f-projects-10-rd_cost");
  await rows.nth(10).locator("summary").first().click();
  assert.match(await rows.nth(10).innerText(), /有要改正的/);
  await summary.getByRole("link").click();
  assert.equal(await page.evaluate(() => document.activeElement.id), "f-projects-10-rd_cost", "the link unfolds the row again");
  await page.locator("#f-projects-10-rd_cost").fill("1000000");
  // A row that is added is open, and so is the one that takes the place of a removed one.
  await page.getByRole("button", { name: "添加项目" }).click();
  await rows.nth(60).locator("input").first().waitFor();
  await rows.nth(10).getByRole("button", { name: /^删除/ }).click();
  await page.waitForFunction(() => document.querySelectorAll("details.row").length === 60);
  assert.match(await page.evaluate(() => document.activeElement.innerText), /项目 11：项目甲11/);
  // From another page straight into a folded row.
  await at.go("#/result");
  await page.getByRole("heading", { level: 1, name: "自查结果" }).waitFor({ timeout: 60000 });
  await page.locator(".claim", { hasText: "项目甲50" }).locator(".needs a", { hasText: "固定资产投资" }).first().click();
  await page.waitForFunction(() => /^f-projects-49-/.test(document.activeElement.id), null, { timeout: 60000 });
  await at.close();
});
