// Supposing: the drawer beside the result, and where the focus goes.
import assert from "node:assert/strict";
import { test } from "node:test";

import { journey, open } from "./support.mjs";

const focused = (page) => page.evaluate(() => document.activeElement.id || document.activeElement.tagName);

async function drawer(at) {
  await journey(at, at.page);
  await at.page.getByRole("button", { name: /假设一下/ }).click();
  return at.page.getByRole("complementary", { name: "假设" });
}

test("an amount is moved in the drawer and the range and the claim's amount change beside the own ones", async () => {
  const at = await open();
  const panel = await drawer(at);
  assert.equal(await focused(at.page), "supposing", "the focus goes into the drawer");
  await panel.getByText("还没有变化").waitFor();
  await panel.getByRole("textbox", { name: /研发费用/ }).fill("700万");
  assert.match(await panel.innerText(), /可计入金额：420万元 → 450万元/);
  assert.match(await panel.innerText(), /重大技术成果落地产业化：420万元 → 450万元/);
  assert.match(await panel.innerText(), /700万元（原来 600万元）/);
  assert.match(await at.page.locator(".headline").innerText(), /4,500,000/, "the result beside it shows the supposed answers");
  await panel.getByRole("button", { name: "恢复原来的回答" }).click();
  assert.equal(await focused(at.page), "suppose", "and back to its button");
  assert.match(await at.page.locator(".headline").innerText(), /4,200,000/);
  await at.close();
});

test("the drawer works by keyboard alone: a slider for amounts, days for dates; what is adopted stays", async () => {
  const at = await open();
  const panel = await drawer(at);
  const slider = panel.getByRole("slider", { name: /研发费用/ });
  await slider.focus();
  await at.page.keyboard.press("ArrowRight");
  assert.equal(await slider.getAttribute("aria-valuetext"), "610万元");
  assert.match(await panel.innerText(), /420万元 → 423万元/);
  const day = panel.getByRole("textbox", { name: "测算日" });
  await panel.getByRole("button", { name: "测算日 +30天" }).focus();
  await at.page.keyboard.press("Enter");
  await at.page.keyboard.press("Enter");
  const ahead = (Date.parse(await day.inputValue()) - Date.parse(await day.getAttribute("placeholder"))) / 86_400_000;
  assert.equal(ahead, 60);
  await day.fill("2020-01-01");
  assert.match(await panel.innerText(), /→ 尚未施行/);
  await day.fill("昨天");
  await panel.getByText(/这里要填日期/).waitFor();
  await day.fill("");
  await panel.getByRole("button", { name: "采用这些回答" }).click();
  assert.equal(await focused(at.page), "suppose");
  assert.match(await at.page.locator(".headline").innerText(), /4,230,000/);
  await at.page.reload();
  await at.page.getByText("4,230,000").first().waitFor();
  await at.close();
});

test("on a phone the drawer leaves more than half of the page to the answers, and on the check page it is a bar", async () => {
  const at = await open({ width: 375, height: 667 });
  const panel = await drawer(at);
  const height = () => panel.evaluate((element) => element.getBoundingClientRect().height);
  assert.ok(await height() <= 0.45 * 667 + 1, `${await height()}`);
  await panel.getByRole("textbox", { name: /研发费用/ }).fill("700万");
  const overflow = await at.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(overflow <= 0, `${overflow}`);
  await at.go("#/check/projects");
  await panel.getByText("可计入金额：420万元 → 450万元").waitFor();
  assert.ok(await height() <= 150, `${await height()}`);
  await at.close();
});

test("an amount that was missing can be supposed", async () => {
  const at = await open();
  await journey(at, at.page);
  await at.go("#/check/projects");
  await at.type(/房租费用/, "");
  await at.result();
  await at.page.getByRole("button", { name: /假设一下/ }).click();
  const panel = at.page.getByRole("complementary", { name: "假设" });
  await panel.getByText(/还没有填的/).click();
  await panel.getByRole("textbox", { name: /房租费用/ }).fill("80万");
  assert.match(await panel.innerText(), /至少 396万元 → 420万元/);
  await at.close();
});

test("rows come and go with a word and the focus on a row", async () => {
  const at = await open();
  await at.roles("科技创新企业");
  await at.step("成果转化项目");
  await at.choose(/有没有成果转化项目/, "有");
  await at.page.getByRole("button", { name: /^添加/ }).click();
  await at.page.getByRole("status").filter({ hasText: /已添加：.* 2/ }).waitFor({ state: "attached" });
  assert.equal(await focused(at.page), "row-projects-2");
  await at.page.getByRole("button", { name: /^删除/ }).first().click();
  await at.page.getByRole("status").filter({ hasText: /已删除：.* 1/ }).waitFor({ state: "attached" });
  assert.equal(await focused(at.page), "row-projects-2");
  await at.page.getByRole("button", { name: /^删除/ }).first().click();
  assert.notEqual(await focused(at.page), "BODY");
  assert.notEqual(await focused(at.page), "main");
  await at.page.getByRole("status").filter({ hasText: /题可能改变结果/ }).waitFor();
  await at.close();
});
