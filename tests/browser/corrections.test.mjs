// What was typed, told or named in error can be put right, and nothing else is lost meanwhile.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { journey, open, project } from "./support.mjs";

const focused = (page, test) => page.waitForFunction((test) => document.activeElement?.matches(test), test);

test("the day of assessment is typed to its last digit, also through days that are valid too early or not at all", async () => {
  const at = await open();
  await at.roles("科技创新企业");
  await at.page.getByText(/更改日期/).click();
  const day = at.page.getByRole("textbox", { name: "按哪一天测算" });
  await day.focus();
  await at.page.keyboard.type("2029-04-21");
  assert.equal(await day.inputValue(), "2029-04-21");
  assert.ok(await day.isVisible());
  await at.page.getByText("按 2029年4月21日（不是今天） 测算").waitFor();
  await day.fill("2029-04-");
  await at.page.keyboard.type("20");
  assert.equal(await day.inputValue(), "2029-04-20");
  await at.result();
  await at.page.getByRole("button", { name: "改按今天测算" }).click();
  assert.equal(await at.page.getByText("不是今天").count(), 0);
  await at.close();
});

test("a failed evaluation is taken back where it was told, by keyboard alone", async () => {
  const at = await open();
  await journey(at, at.page);
  const title = "重大技术成果落地产业化";
  const select = at.page.getByRole("combobox", { name: /评定进展/ });
  assert.deepEqual(await select.locator("option").allInnerTexts(), ["不清楚", "未申请", "评定中", "已通过", "未通过"]);
  await select.selectOption("未通过");
  const refused = at.page.locator("#group-not_eligible .brief").filter({ hasText: title });
  await refused.getByText("评定结果：未通过").waitFor();
  await focused(at.page, ".evaluation select");
  assert.ok(await select.isVisible());
  await select.selectOption("已通过");
  await at.page.locator("#group-meets").getByRole("article", { name: title }).waitFor();
  await focused(at.page, ".evaluation select");
  assert.equal(await refused.count(), 0);
  await at.close();
});

test("what is only supposed says so in every file and on paper", async () => {
  const at = await open({ acceptDownloads: true });
  await journey(at, at.page);
  await at.page.getByRole("button", { name: /假设一下/ }).click();
  await at.page.getByRole("textbox", { name: /研发费用/ }).first().fill("700万");
  const saved = async (name) => {
    const waiting = at.page.waitForEvent("download");
    await at.page.getByRole("button", { name }).click();
    const download = await waiting;
    return [download.suggestedFilename(), readFileSync(await download.path(), "utf8")];
  };
  assert.match((await saved("存为 Markdown"))[1], /这是假设的情形/);
  assert.match((await saved("存为数据（JSON）"))[0], /-假设-report\.json$/);
  await at.page.emulateMedia({ media: "print" });
  assert.match(await at.page.locator(".letterhead").innerText(), /这是假设的情形/);
  await at.page.emulateMedia({ media: "screen" });
  await at.page.getByRole("button", { name: "恢复原来的回答" }).click();
  assert.doesNotMatch((await saved("存为 Markdown"))[1], /假设/);
  await at.close();
});

test("other support stays with a project that gets another name, and a name that no project bears is told", async () => {
  const at = await open();
  await project(at);
  for (const label of [/研发费用/, /房租费用/, /装修费用/, /固定资产投资/]) await at.type(label, "100万");
  await at.type(/其中，房产、土地购置费用/, "0");
  await at.type(/名称/, "柔性传感器");
  await at.go("#/check/other-support");
  await at.choose(/有没有其他政策支持/, "有");
  await at.choose(/是哪一级的支持/, "昌平区级");
  await at.choose(/到哪一步了/, "已获得");
  assert.equal(await at.page.getByRole("group", { name: /到哪一步了/ }).getByText("不清楚", { exact: true }).count(), 1);
  await at.type(/金额是多少/, "10万");
  const belongs = at.page.getByRole("combobox", { name: /所属项目/ });
  await belongs.fill("柔性传感");
  await at.page.getByText("没有同名的项目，当作另一个项目。").waitFor();
  await belongs.fill("柔性传感器");
  assert.equal(await at.page.getByText("没有同名的项目").count(), 0);
  await at.go("#/check/projects");
  const name = at.page.getByRole("textbox", { name: /名称/ }).first();
  await name.focus();
  await at.page.keyboard.press("End");
  await at.page.keyboard.type("产业化");
  await at.go("#/check/other-support");
  assert.equal(await belongs.inputValue(), "柔性传感器产业化");
  await at.result();
  // 30% of 4,000,000; under the strict reading the award takes it away.
  assert.match(await at.page.locator(".headline").innerText(), /¥0\.00[^]*至[^]*¥1,200,000\.00/);
  await at.page.locator("#overlap").getByText(/已经收到。从严读法下/).waitFor();
  await at.close();
});

test("whoever comes back finds the steps in the policy's order; nothing unreadable is passed over unsaid", async () => {
  const at = await open();
  await project(at);
  await at.type(/研发费用/, "六百");
  await at.page.locator(".pager").getByRole("button", { name: /^下一步/ }).click();
  await focused(at.page, "#error-summary");
  await at.page.getByRole("heading", { level: 1, name: "成果转化项目" }).waitFor();
  await at.type(/研发费用/, "600w");
  await at.page.getByText("¥6,000,000.00").first().waitFor();
  await at.page.reload();
  await at.page.getByText("第 2 步").waitFor();
  await at.page.getByRole("link", { name: "自查", exact: true }).click();
  await at.page.getByRole("heading", { level: 1, name: "主体类型" }).waitFor();
  await at.close();
});

test("a round that is still to come is told as such and not asked for again", async () => {
  const at = await open();
  await at.roles("科技创新企业");
  await at.page.getByText(/更改日期/).click();
  await at.page.getByRole("textbox", { name: "按哪一天测算" }).fill("2026-06-01");
  await at.step("科技人才创办企业");
  await at.choose(/科技型企业吗/, "是");
  await at.choose(/来自哪类机构/, "高校");
  await at.choose(/主要股东吗/, "是");
  await at.choose(/有没有股权融资/, "有");
  await at.type(/成立日期/, "2025-03-10");
  await at.choose(/是股权投资吗/, "是");
  await at.choose(/实力机构/, "是");
  await at.type(/哪天获得/, "2026-12-01");
  await at.result();
  const card = at.page.locator(".card").filter({ hasText: "两年内获股权投资" });
  await card.getByText("晚于测算日，届时才能判断").first().waitFor();
  const next = at.page.locator("#advice").getByRole("link", { name: /获得投资日期/ });
  assert.equal(await next.count(), 0);
  await at.close();
});

test("another self-check begins with nothing, and what is saved stays", async () => {
  const at = await open();
  await project(at);
  await at.go("#/saved");
  await at.page.getByRole("button", { name: "保存", exact: true }).click();
  await at.page.getByRole("button", { name: "开始另一份" }).click();
  await at.page.getByRole("heading", { level: 1, name: "主体类型" }).waitFor();
  assert.equal(await at.page.getByRole("checkbox", { checked: true }).count(), 0);
  await at.go("#/saved");
  assert.equal(await at.page.locator(".saved-row").count(), 1);
  await at.close();
});

test("outside the time in force one item alone says so too", async () => {
  const at = await open({ hash: "#/item/8.2" });
  await at.go("#/check");
  await at.page.getByText(/更改日期/).click();
  await at.page.getByRole("textbox", { name: "按哪一天测算" }).fill("2030-01-01");
  for (const hash of ["#/item/8.2", "#/text"]) {
    await at.go(hash);
    await at.page.locator("main .notice").getByText("施行期已过", { exact: true }).waitFor();
  }
  await at.close();
});
