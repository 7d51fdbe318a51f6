// The list in the workspace: looked at, compared, printed, kept; an applicant of it in the page.
import assert from "node:assert/strict";
import { test } from "node:test";

import { HEADS, bring, file, json, keepMended, list, plan, profile, profiles, saved, tab, workspace } from "./desk.mjs";

const shown = (at, name) => at.page.getByRole("button", { name, exact: true }).click();

test("an applicant that is only looked at stays as it is, and one of a former list changes nothing in the next", async () => {
  const at = await workspace();
  const own = { ...profile("甲公司"), tags: {} };
  delete own.tags;
  await bring(at, json([own, profile("乙公司")]), 2);
  const before = await saved(at, /导出填报数据/);
  await shown(at, "甲公司");
  await at.page.getByText("正在查看名单里的").waitFor();
  await at.page.getByText("这家企业的回答记在名单里").waitFor();
  assert.equal(await at.page.getByRole("button", { name: "清空，重新开始" }).count(), 0);
  await at.page.getByRole("button", { name: "返回名单" }).click();
  await at.page.getByText("共 2 家企业").waitFor();
  assert.deepEqual((await saved(at, /导出填报数据/)).bytes, before.bytes);
  // Left open while another list comes in.
  await shown(at, "甲公司");
  await at.page.getByText("正在查看名单里的").waitFor();
  await at.go("#/workspace");
  await bring(at, file(`${HEADS}\n丙公司,高校,,,,\n`), 1, "导入另一份名单");
  await at.page.getByText("正在查看名单里的").waitFor({ state: "detached" });
  await at.roles("孵化器");
  await at.go("#/workspace");
  await at.page.getByText("共 1 家企业").waitFor();
  assert.deepEqual((await profiles(at)).map(({ applicant }) => [applicant.name, applicant.roles]), [["丙公司", ["university"]]]);
  await at.close();
});

test("the table stays where it was scrolled to, and draws few cells", async () => {
  const at = await workspace();
  await bring(at, file(list(800)), 800);
  const grid = at.page.locator(".desk-grid");
  await grid.evaluate((grid) => { grid.scrollTop = 44 * 400; });
  await shown(at, "园区企业405");
  await at.page.getByText("正在查看名单里的").waitFor();
  await at.page.getByRole("button", { name: "返回名单" }).click();
  await at.page.getByRole("button", { name: "园区企业405", exact: true }).waitFor();
  assert.equal(await grid.evaluate((grid) => grid.scrollTop), 44 * 400);
  await tab(at, "概览");
  await tab(at, "名单");
  await at.page.getByRole("button", { name: "园区企业405", exact: true }).waitFor();
  await at.page.getByLabel("显示全部事项").check();
  await grid.evaluate((grid) => { grid.scrollLeft = grid.scrollWidth; });
  const last = at.page.locator("tr.desk-row").first().locator("td").last();
  await last.and(at.page.locator("[data-status]")).waitFor();
  assert.ok((await at.page.locator(".desk-grid td").count()) < 600);
  await at.page.getByLabel("搜索名称或代码").fill("企业799");
  await at.page.getByRole("button", { name: "园区企业799", exact: true }).waitFor();
  assert.equal(await grid.evaluate((grid) => grid.scrollTop), 0);
  await at.close();
});

test("a list compared with itself does not differ; a changed answer is told with its row, was and is", async () => {
  const at = await workspace();
  const twice = list(3, "园区企业1,高校,,,,\n");
  await bring(at, file(twice), 4, "选择文件", "2026-06-01");
  await tab(at, "对比");
  await bring(at, file(`${twice}坏,科技创新企业,2025-13-01,是,高校,是\n`, "上月.csv"), undefined, "读入上一份名单", "2026-05-01");
  await at.page.getByText("上一份名单里有 2 个单元格读不出").waitFor();
  await bring(at, file(twice, "上月.csv"), undefined, "读入上一份名单", "2026-06-01");
  await at.page.getByText("已读入上一份名单：4 家").waitFor();
  await at.page.getByRole("button", { name: "与上一份名单对比" }).click();
  await at.page.getByText("没有企业的结果不同").waitFor();
  // The day of the former list is its own.
  await tab(at, "名单");
  assert.deepEqual([...new Set((await profiles(at)).map((one) => one.as_of))], ["2026-06-01"]);
  await at.close();

  const other = await workspace();
  await bring(other, json([profile("甲公司", {}, { rd_cost: "2000000" }), profile("乙公司", { evaluations: { 5.1: "passed" } })]), 2);
  await tab(other, "对比");
  const former = [profile("甲公司"), profile("乙公司", { untagged_matters: "unknown" }), profile("")];
  await plan(other, json(former, "上月.jsonl"), "读入上一份名单");
  await other.page.getByText("现在的名单不变，这一份只用来对比。").waitFor();
  await other.page.getByRole("button", { name: "读入并测算" }).click();
  await other.page.getByRole("button", { name: "与上一份名单对比" }).click();
  const words = other.page.locator(".desk-compare");
  await words.getByText("结果不同的企业：3").waitFor();
  assert.match(await words.innerText(), /（未写名称）：这一份名单里没有了/);
  assert.match(await words.innerText(), /甲公司：.*原因：.*“一期”的研发费用 100万元 → 200万元。/);
  assert.match(await words.innerText(), /乙公司：.*原因：重大技术成果落地产业化的评定 未填 → 已通过。/);
  await other.close();
});

test("the keyboard goes on where it was: after an import, a mended cell, an applicant left out, and back from one", async () => {
  const at = await workspace();
  const odd = "坏,科技创新企业,2025-13-01,是,高校,是\n糟,科技创新企业,2025-14-01,是,高校,是\n园区企业1,科技创新企业,2025-03-10,是,高校,是\n";
  const has = (words) => at.page.waitForFunction((words) => {
    const at = document.activeElement;
    return at !== document.body && (at?.closest("tr") ?? at)?.textContent.includes(words);
  }, words);
  await bring(at, file(list(3, odd)), 6);
  await has("共 6 家企业");
  await tab(at, /读不出/);
  const cell = at.page.getByRole("textbox", { name: /改正/ });
  await cell.first().fill("2025-03-10");
  await cell.first().press("Enter");
  await at.page.getByText("共 2 处", { exact: true }).waitFor();
  await has("糟");
  await at.page.getByRole("button", { name: "移除这家" }).click();
  await at.page.getByText("共 1 处", { exact: true }).waitFor();
  await has("糟");
  await cell.fill("2025-03-11");
  await cell.press("Enter");
  await has("每个单元格都读出来了");
  await tab(at, "名单");
  await at.page.getByRole("button", { name: "园区企业2", exact: true }).click();
  await at.page.getByRole("heading", { level: 1, name: "自查结果" }).waitFor();
  await at.page.getByRole("button", { name: "返回名单" }).click();
  await has("园区企业2");
  await at.close();
});

test("a row without a name can be left out, and a list of nobody replaces nothing", async () => {
  const at = await workspace();
  await bring(at, file(list(2, ",,,,注：以上信息由企业自报,\n")), 3);
  await tab(at, /读不出/);
  await at.page.getByRole("button", { name: "移除这家" }).click();
  await at.page.getByText("每个单元格都读出来了").waitFor();
  await bring(at, file(list(0)), undefined, "导入另一份名单");
  await at.page.getByRole("alert").filter({ hasText: "名单里没有企业" }).waitFor();
  await tab(at, "名单");
  await at.page.getByText("共 2 家企业").waitFor();
  await at.close();
});

test("a list without names says so, and units of amounts are shown and chosen", async () => {
  const at = await workspace();
  const projects = "企业名称,项目名称,研发费用\n园区企业1,一期,600\n";
  await plan(at, [file(list(2).replace("企业名称", "统一社会信用代码"), "企业.csv"), file(projects, "项目.csv")]);
  await at.page.getByRole("alert").filter({ hasText: "没有一列的含义是“企业名称”" }).waitFor();
  await at.page.getByLabel("含义：统一社会信用代码").selectOption({ label: "企业名称" });
  await at.page.getByRole("alert").waitFor({ state: "detached" });
  await at.page.locator(".desk-sheet").filter({ has: at.page.locator("summary", { hasText: "项目" }) }).first().evaluate((fold) => { fold.open = true; });
  const unit = at.page.getByLabel("单位：研发费用");
  assert.equal(await unit.evaluate((select) => select.selectedOptions[0].label), "单位：元");
  await unit.selectOption({ label: "单位：万元" });
  await at.page.getByRole("button", { name: "导入并测算" }).click();
  await at.page.getByText("共 2 家企业").waitFor();
  assert.equal((await profiles(at))[1].projects[0].rd_cost, "6000000");
  await at.close();
});

test("a row of totals is told, and counts until it is left out", async () => {
  const at = await workspace();
  await bring(at, file(list(2, "合计,科技创新企业,,是,高校,是\n")), 3);
  await tab(at, /读不出/);
  await at.page.getByText("这一行像是合计或说明，不是企业").waitFor();
  await at.page.getByRole("button", { name: "移除这家" }).click();
  await at.page.getByText("每个单元格都读出来了").waitFor();
  await tab(at, "名单");
  await at.page.getByText("共 2 家企业").waitFor();
  await at.page.getByLabel("搜索名称或代码").fill("没有这家");
  await at.page.getByText("没有匹配的企业").waitFor();
  await at.close();
});

test("sums that may still grow are told as such, and how many are not settled", async () => {
  const at = await workspace();
  await bring(at, json([profile("甲公司"), profile("乙公司", {}, { rent_cost: undefined })]), 2);
  await tab(at, "概览");
  // 30% of twice 1,000,000; the rent of the second is missing.
  await at.page.getByText("至少 60 万元").waitFor();
  await at.page.getByText("各家可计入金额之和，2 家尚未确定").waitFor();
  assert.match(await at.page.getByRole("row", { name: /重大技术成果落地产业化/ }).innerText(), /60万元 起/);
  await at.close();
});

test("the keyboard goes through the whole list, row by row", async () => {
  const at = await workspace();
  await bring(at, file(list(60)), 60);
  await at.page.getByRole("button", { name: "园区企业0", exact: true }).focus();
  const seen = new Set();
  for (let presses = 0; presses < 120; presses += 1) {
    seen.add(await at.page.evaluate(() => document.activeElement.closest("tr")?.getAttribute("aria-rowindex")));
    await at.page.keyboard.press("Tab");
    await at.page.evaluate(() => new Promise((drawn) => { requestAnimationFrame(() => setTimeout(drawn, 30)); }));
  }
  assert.deepEqual([...seen], Array.from({ length: 60 }, (_, row) => String(row + 2)));
  await at.close();
});

test("keys that scroll go on scrolling when the row they began at is out of sight", async () => {
  const at = await workspace();
  await bring(at, file(list(200)), 200);
  await at.page.getByRole("button", { name: "园区企业0", exact: true }).focus();
  const grid = at.page.locator(".desk-grid");
  let before = 0;
  for (let presses = 0; presses < 6; presses += 1) {
    await at.page.keyboard.press("PageDown");
    await at.page.waitForFunction((before) => document.querySelector(".desk-grid").scrollTop > before, before);
    await at.page.waitForTimeout(300);
    before = await grid.evaluate((grid) => grid.scrollTop);
    assert.ok(await grid.evaluate((grid) => grid.contains(document.activeElement)));
  }
  await at.close();
});

test("a day outside the time in force is told above the list, with no total in it", async () => {
  const at = await workspace();
  await bring(at, file(list(2)), 2, "选择文件", "2030-01-01");
  await at.page.getByText("测算日：2030年1月1日").waitFor();
  await at.page.getByText("2 家的测算日不在施行期（2026年4月21日 至 2029年4月20日）内：不给出合计").waitFor();
  await at.close();
});

test("paper and letter name the support that takes a total away", async () => {
  const at = await workspace();
  const award = { id: "区里的奖励", level: "district", status: "received", amount: "100000" };
  await bring(at, json([profile("甲公司", { other_awards: [award] })]), 1);
  await at.page.evaluate(() => { window.print = () => { window.asked = true; }; });
  await at.page.getByRole("button", { name: /打印名单/ }).click();
  await at.page.waitForFunction(() => window.asked);
  await at.page.emulateMedia({ media: "print" });
  const words = await at.page.locator(".desk-print").innerText();
  for (const told of [/从优不重复/, /从严读法 ¥0\.00/, /区里的奖励：已经收到/, /尚未确定/, /条文未写明申报时间/]) assert.match(words, told);
  await at.close();
});

test("deadlines count from each profile's own day", async () => {
  const at = await workspace();
  const founded = (as_of) => ({
    format: "changping-profile/1", as_of,
    applicant: { name: as_of, roles: ["tech_enterprise"], founded_on: "2025-03-10", is_tech_company: true, founder_origin: "university", founder_is_main_shareholder: true },
  });
  await bring(at, json([founded("2026-06-01"), founded("2027-02-20")]), 2);
  await at.page.getByLabel("窗口期将到").selectOption("30");
  await at.page.getByText("筛出 1 家，共 2 家").waitFor();
  await tab(at, "可以推动的事");
  await at.page.getByRole("heading", { name: "30 天内到期的窗口（2）" }).waitFor();
  await at.page.getByText(/还有 17 天/).first().waitFor();
  await at.close();
});

test("a verdict is looked for in any item, told cells by themselves, and files hold what is shown", async () => {
  const at = await workspace();
  await bring(at, file(list(4, "高校,高校,,,,\n坏,科技创新企业,2025-13-01,是,高校,是\n")), 6);
  await at.page.getByLabel("只看有读不出的单元格的").check();
  await at.page.getByText("筛出 1 家，共 6 家").waitFor();
  assert.deepEqual((await profiles(at)).map(({ applicant }) => applicant.name), ["坏"]);
  assert.equal((await saved(at, /导出结果表/)).bytes.toString().trim().split("\n").length, 2);
  await at.page.getByLabel("全部 6 家").check();
  assert.equal((await profiles(at)).length, 6);
  await at.page.getByRole("button", { name: "清除筛选" }).click();
  await at.page.getByLabel("任一事项的结论").selectOption({ label: "符合" });
  await at.page.getByText("筛出 0 家，共 6 家").waitFor();
  await at.close();
});

test("totals that are settled are shown by themselves", async () => {
  const at = await workspace();
  const none = Object.fromEntries(["projects", "financing_rounds", "special_funds", "technology_managers", "technology_contracts", "service_projects", "other_awards"].map((name) => [name, []]));
  const university = (name, more) => ({
    format: "changping-profile/1", as_of: "2026-06-01", applicant: { name, roles: ["university"], ...more }, ...none,
  });
  await bring(at, json([university("齐全", { instruments_shared_on_platform: false }), university("还缺", {}), university("不缺", { instruments_shared_on_platform: false })]), 3);
  const total = at.page.getByRole("combobox", { name: "合计", exact: true });
  await total.selectOption({ label: "已算出" });
  await at.page.getByText("筛出 2 家，共 3 家").waitFor();
  assert.deepEqual((await profiles(at)).map(({ applicant }) => applicant.name), ["齐全", "不缺"]);
  await total.selectOption({ label: "尚未确定" });
  await at.page.getByText("筛出 1 家，共 3 家").waitFor();
  assert.deepEqual((await profiles(at)).map(({ applicant }) => applicant.name), ["还缺"]);
  await at.page.getByRole("button", { name: "清除筛选" }).click();
  await at.page.getByText("共 3 家企业").waitFor();
  await at.close();
});

test("told cells are looked for, grouped, and mended alike", async () => {
  const at = await workspace();
  const bad = Array.from({ length: 5 }, (_, n) => `坏${n},科技创新企业,去年,${n % 2 ? "也许" : "是"},高校,是`).join("\n");
  await bring(at, file(list(2, `${bad}\n`)), 7);
  await tab(at, "读不出的单元格 (7)");
  await at.page.getByLabel("搜索企业、值或位置").fill("也许");
  await at.page.getByText("找到 2 处，共 7 处").waitFor();
  await at.page.getByLabel("搜索企业、值或位置").fill("");
  await at.page.getByLabel("按列和原因").selectOption({ label: "名单 · 成立日期：金额、日期或数量读不出 (5)" });
  await at.page.getByText("找到 5 处，共 7 处").waitFor();
  const row = at.page.locator(".desk-faults tbody tr").first();
  await row.getByLabel("这一列另有 4 处相同的值，一起改正").check();
  const cell = row.getByRole("textbox");
  await cell.fill("2025-03-10");
  await cell.press("Tab");
  await tab(at, "读不出的单元格 (2)");
  assert.equal((await profiles(at)).filter((one) => one.applicant.founded_on === "2025-03-10").length, 5);
  await at.close();
});

test("values of different facts are not mended alike, though a list of profiles has them in one column", async () => {
  const at = await workspace();
  const odd = { ...profile("甲"), financing_rounds: [{ id: "r1", obtained_on: "去年" }] };
  odd.applicant = { ...odd.applicant, founded_on: "去年" };
  const other = { ...profile("乙"), financing_rounds: [{ id: "r1", obtained_on: "去年" }] };
  await bring(at, json([odd, other]), 2);
  await tab(at, "读不出的单元格 (3)");
  const row = (head) => at.page.locator(".desk-faults tbody tr").filter({ hasText: head });
  await row("获得投资日期").first().getByLabel("这一列另有 1 处相同的值，一起改正").waitFor();
  assert.equal(await row("成立日期").getByRole("checkbox").count(), 0);
  await at.close();
});

test("a printed sheet has its day, its windows and its sentences, and each claim under its own verdict", async () => {
  const at = await workspace();
  const two = profile("甲公司");
  two.projects.push({ ...two.projects[0], id: "p2", name: "二期" });
  two.evaluations = { "5.1#p1": "passed" };
  Object.assign(two.applicant, { founded_on: "2025-03-10", is_tech_company: true, founder_origin: "university", founder_is_main_shareholder: true });
  await bring(at, json([two]), 1);
  await at.page.evaluate(() => { window.print = () => { window.asked = true; }; });
  await at.page.getByRole("button", { name: /打印名单/ }).click();
  await at.page.waitForFunction(() => window.asked);
  await at.page.emulateMedia({ media: "print" });
  const words = (await at.page.locator(".desk-print").innerText()).replace(/\s+/g, " ");
  assert.match(words, /测算日：2026年6月1日 · 施行中/);
  assert.match(words, /要赶在哪一天之前.*三年内.*2027年3月9日（含当日）之前；2027年3月10日 至 2028年3月10日 条文不明。还有 281 天/);
  assert.match(words, /第五条）/);
  const [, meets, pending] = /符合 (重大.*?)自述符合，待评定(.*)/.exec(words);
  assert.match(meets, /一期/);
  assert.doesNotMatch(meets, /二期/);
  assert.match(pending, /二期/);
  await at.close();
});

test("of more than one job prints, the others are told", { timeout: 120000 }, async () => {
  const at = await workspace();
  await bring(at, file(list(502)), 502);
  await at.page.evaluate(() => { window.print = () => { window.asked = true; }; });
  await at.page.getByRole("button", { name: /打印名单/ }).click();
  await at.page.waitForFunction(() => window.asked, null, { timeout: 90000 });
  await at.page.getByText("一次打印前 500 家；其余 2 家没有打印").waitFor();
  await at.close();
});

test("a list kept under another policy is judged anew and says so; an unkept one is not left without a question", async () => {
  const at = await workspace();
  await bring(at, file(list(3)), 3);
  const asks = () => at.page.evaluate(() => !dispatchEvent(new Event("beforeunload", { cancelable: true })));
  assert.equal(await asks(), true);
  await at.page.getByRole("button", { name: "保存在这台设备上" }).click();
  await at.page.getByText("名单会保存在这台设备上").waitFor();
  assert.equal(await asks(), false);
  await at.page.evaluate(() => new Promise((resolve) => {
    const opening = indexedDB.open("policy-selfcheck-workspace", 1);
    opening.onsuccess = () => {
      const store = opening.result.transaction("parts", "readwrite").objectStore("parts");
      store.openCursor().onsuccess = ({ target: { result: cursor } }) => {
        cursor.update(["sha256-other", ...cursor.value.slice(1)]).onsuccess = () => {
          opening.result.close();
          resolve();
        };
      };
    };
  }));
  await at.page.reload();
  await at.page.getByRole("button", { name: "恢复上次的名单" }).click();
  await at.page.getByText("现已按本版重新测算").waitFor();
  await at.page.getByText("共 3 家企业").waitFor();
  await at.page.reload();
  await at.page.getByRole("button", { name: "恢复上次的名单" }).click();
  await at.page.getByText("名单会保存在这台设备上").waitFor();
  await at.close();
});

test("when everything is forgotten, a list that was kept is said to be kept no longer", async () => {
  const at = await workspace();
  await bring(at, file(list(3)), 3);
  const keep = at.page.getByRole("button", { name: /保存在这台设备上/ });
  const forget = async () => {
    await at.go("#/saved");
    await at.page.getByRole("button", { name: "清空，重新开始" }).click();
    await at.page.getByRole("button", { name: "确定清空" }).click();
    await at.page.getByRole("heading", { level: 1, name: /这份办法/ }).waitFor();
    await at.go("#/workspace");
  };
  await keep.click();
  await at.page.getByText("名单会保存在这台设备上").waitFor();
  await forget();
  await at.page.getByText("名单不再保存在这台设备上").waitFor();
  assert.equal(await keep.getAttribute("aria-pressed"), "false");
  // What is in the tab stays until the tab goes, and can be kept again.
  await at.page.getByText("共 3 家企业").waitFor();
  await keep.click();
  await at.page.getByText("名单会保存在这台设备上").waitFor();
  await at.page.reload();
  await at.page.getByText("保存着上次的名单").waitFor();
  await forget();
  await at.page.getByRole("heading", { name: "导入企业名单" }).waitFor();
  assert.equal(await at.page.getByText("保存着上次的名单").count(), 0);
  await at.page.reload();
  await at.page.getByRole("heading", { name: "导入企业名单" }).waitFor();
  await at.page.getByRole("button", { name: "下载模板（.xlsx）", disabled: false }).waitFor();
  assert.equal(await at.page.getByText("保存着上次的名单").count(), 0);
  await at.close();
});

test("a list kept by an earlier version, as one text, is brought back with its changes", async () => {
  const at = await workspace();
  await keepMended(at);
  await at.page.evaluate(() => new Promise((resolve) => {
    const opening = indexedDB.open("policy-selfcheck-workspace", 1);
    opening.onsuccess = () => {
      const transaction = opening.result.transaction("parts", "readwrite");
      const store = transaction.objectStore("parts");
      store.getAll().onsuccess = ({ target: { result: [[digest, day, count], ...kept] } }) => {
        const text = kept.slice(0, count).map((part) => new TextDecoder().decode(part)).join("");
        store.clear();
        store.add([digest, day, text.trimEnd()]);
        for (const entry of kept.slice(count)) store.add(entry);
      };
      transaction.oncomplete = () => {
        opening.result.close();
        resolve();
      };
    };
  }));
  await at.page.reload();
  await at.page.getByRole("button", { name: "恢复上次的名单" }).click();
  await at.page.getByText("共 4 家企业").waitFor();
  await at.page.getByRole("navigation", { name: "工作台内容" }).getByRole("button", { name: "读不出的单元格 (0)" }).waitFor();
  await at.close();
});

test("who is one condition away is looked for once, tells how far it is, and can be stopped", async () => {
  const at = await workspace();
  await bring(at, file(list(20000)), 20000);
  // Stopped as soon as it can be.
  await at.page.evaluate(() => {
    new MutationObserver((_, observer) => {
      const stop = [...document.querySelectorAll(".desk-looking button")].find((button) => button.innerText === "停止");
      if (stop) {
        observer.disconnect();
        stop.click();
      }
    }).observe(document.body, { subtree: true, childList: true });
  });
  await tab(at, "可以推动的事");
  await at.page.getByRole("button", { name: "继续查找" }).click();
  await at.page.getByText(/已查/).waitFor({ state: "detached", timeout: 60000 });
  const found = await at.page.getByRole("heading", { name: /谁只差一个条件/ }).innerText();
  await tab(at, "名单");
  await tab(at, "可以推动的事");
  assert.equal(await at.page.getByRole("heading", { name: /谁只差一个条件/ }).innerText(), found);
  assert.equal(await at.page.getByText(/已查/).count(), 0);
  await at.close();
});
