// A list that is kept on the machine, and two windows of one browser.
import assert from "node:assert/strict";
import { test } from "node:test";

import { HEADS, beside, bring, bringBack, bytes, file, keep, keeping, list, plan, profile, profiles, tab, workspace } from "./desk.mjs";

const OTHERS = `${HEADS}\n甲公司,高校,,,,\n乙公司,高校,,,,\n丙公司,高校,,,,\n`;
const LOST = "这台设备上保存的名单已在另一个窗口被替换或清除；这里的改动没有再保存。";
const ASKED = "这台设备上已保存着另一份名单，要替换吗？";
const SHARED = "另一个窗口也在修改这份保存的名单";

const press = (at, name) => at.page.getByRole("button", { name, exact: true }).click();
const told = (at, words) => at.page.getByRole("alert").filter({ hasText: words }).waitFor();
const isKept = async (at) => (await keeping(at).getAttribute("aria-pressed")) === "true";
const roles = async (at) => (await profiles(at)).map(({ applicant }) => [applicant.name, applicant.roles.includes("incubator")]);

/** Makes an applicant of the list an incubator too. */
async function edit(at, name) {
  await press(at, name);
  await at.page.getByText("正在查看名单里的").waitFor();
  await at.roles("孵化器");
  await press(at, "返回名单");
  await at.page.getByRole("button", { name, exact: true }).waitFor();
}

/** Keeps the list in place of another. */
async function replace(at) {
  await keeping(at).click();
  await told(at, ASKED);
  await press(at, "替换");
  await at.page.getByText("名单会保存在这台设备上").waitFor();
}

/** Waits until the workspace knows what is kept; whether it offers that. */
async function offered(at) {
  await at.page.reload();
  await at.page.getByRole("button", { name: "下载模板（.xlsx）", disabled: false }).waitFor({ timeout: 20000 });
  return (await at.page.getByRole("button", { name: "恢复上次的名单" }).count()) > 0;
}

test("another window's kept list is replaced after asking only, and gets no edits of the list that it replaced", async () => {
  const at = await workspace();
  await bring(at, file(list(3)), 3);
  await keep(at);
  const other = await beside(at);
  await bring(other, file(OTHERS), 3);
  await keeping(other).click();
  await told(other, ASKED);
  await other.page.waitForFunction(() => document.activeElement.innerText === "取消");
  await press(other, "取消");
  await other.page.waitForFunction(() => document.activeElement.innerText === "保存在这台设备上");
  assert.equal(await isKept(other), false);
  await replace(other);
  assert.equal(await isKept(at), true, "it cannot know yet");
  await edit(at, "园区企业2");
  await told(at, LOST);
  assert.equal(await isKept(at), false);
  await bringBack(other, 3);
  assert.deepEqual(await roles(other), [["甲公司", false], ["乙公司", false], ["丙公司", false]]);
  // The own list is as it was edited, and can be kept again.
  await replace(at);
  await bringBack(at, 3);
  assert.deepEqual(await roles(at), [["园区企业0", false], ["园区企业1", false], ["园区企业2", true]]);
  // To end keeping in the other window takes nothing from this one.
  await keeping(other).click();
  await other.page.getByText("名单不再保存在这台设备上").waitFor();
  await bringBack(at, 3);
  await at.close();
});

test("what one window wipes the other no longer claims to keep; no edit without a list is offered", async () => {
  const at = await workspace();
  await bring(at, file(list(3)), 3);
  await keep(at);
  const other = await beside(at);
  await bringBack(other, 3);
  await press(other, "清除名单");
  await press(other, "确定清除");
  await other.page.getByText("都已清除").waitFor();
  await edit(at, "园区企业1");
  await told(at, LOST);
  assert.equal(await isKept(at), false);
  assert.equal(await offered(other), false);
  await keep(at);
  await bringBack(other, 3);
  await other.go("#/saved");
  await other.page.getByText("工作台的名单另外保存，见工作台。").waitFor();
  await press(other, "清空，重新开始");
  await told(other, "工作台的名单和记住的列");
  await press(other, "确定清空");
  await other.page.getByRole("heading", { level: 1, name: /这份办法/ }).waitFor();
  await edit(at, "园区企业2");
  await told(at, LOST);
  await other.go("#/workspace");
  // As windows of earlier versions left them behind.
  await at.page.evaluate(() => new Promise((resolve) => {
    const opening = indexedDB.open("policy-selfcheck-workspace", 1);
    opening.onsuccess = () => {
      const transaction = opening.result.transaction("parts", "readwrite");
      transaction.objectStore("parts").add("{\"LeaveOut\":{\"index\":1}}");
      transaction.oncomplete = () => {
        opening.result.close();
        resolve();
      };
    };
  }));
  // A window with a list that is not kept would ask before it goes.
  const third = await beside(at);
  assert.equal(await offered(third), false);
  await bring(third, file(OTHERS), 3);
  await keep(third);
  await bringBack(third, 3);
  assert.equal((await profiles(third)).length, 3);
  await at.close();
});

test("two windows with the same kept list: all edits are kept, and each says once that the other changes it too", async () => {
  const at = await workspace();
  await bring(at, file(list(5)), 5);
  await keep(at);
  const other = await beside(at);
  await bringBack(other, 5);
  const shared = (at) => at.page.getByRole("status").filter({ hasText: SHARED });
  await edit(at, "园区企业0");
  await edit(other, "园区企业1");
  await shared(other).waitFor();
  await edit(at, "园区企业2");
  await shared(at).waitFor();
  await press(at, "知道了");
  await edit(other, "园区企业3");
  await edit(at, "园区企业4");
  assert.deepEqual([await isKept(at), await isKept(other)], [true, true]);
  await bringBack(other, 5);
  assert.deepEqual((await roles(other)).map(([, changed]) => changed), [true, true, true, true, true]);
  assert.equal(await shared(at).count(), 0);
  await at.close();
});

test("a list that takes the place of a kept one says so, and is not kept in place of another window's", async () => {
  const at = await workspace();
  await bring(at, file(list(3)), 3);
  await keep(at);
  await plan(at, file(list(2)), "导入另一份名单");
  await at.page.getByText("现在的名单（3 家，已保存在这台设备上）会被代替，保存的内容也随之替换。").waitFor();
  await press(at, "导入并测算");
  await at.page.getByText("共 2 家企业").waitFor();
  assert.equal(await isKept(at), true);
  const other = await beside(at);
  await bringBack(other, 2);
  await bring(at, file(list(4)), 4, "导入另一份名单");
  await bring(other, file(OTHERS), 3, "导入另一份名单");
  await told(other, LOST);
  assert.equal(await isKept(other), false);
  await bringBack(at, 4);
  await at.close();
});

test("an applicant that two windows have made each for itself does not get the other's edits", async () => {
  const at = await workspace();
  await bring(at, bytes(Buffer.from(`${JSON.stringify(profile("甲公司"))}\n{\n{{\n`), "甲.jsonl"), 1);
  await keep(at);
  const other = await beside(at);
  await bringBack(other, 1);
  const make = async (at, nth, name) => {
    await tab(at, /读不出/);
    const cell = at.page.getByRole("textbox", { name: /改正/ }).nth(nth);
    await cell.fill(JSON.stringify(profile(name)));
    await cell.press("Tab");
    await tab(at, "名单");
    await at.page.getByText("共 2 家企业").waitFor();
  };
  await make(at, 0, "乙公司");
  await make(other, 1, "丙公司");
  await other.page.getByRole("status").filter({ hasText: SHARED }).waitFor();
  await edit(other, "丙公司");
  await told(other, "这项改动与那边的对不上");
  assert.equal(await isKept(other), false);
  await bringBack(at, 3);
  assert.deepEqual(await roles(at), [["甲公司", false], ["乙公司", false], ["丙公司", false]]);
  await at.close();
});
