// How long the workspace takes for many applicants: reading, assessing, sorting, exporting; the page's longest task.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const KINDS = ["科技创新企业", "孵化器", "高校", "科技创新企业、概念验证平台建设单位"];
const HEADS = "企业名称,主体类型,成立日期,是否科技型企业,创办人来自,创办人为主要股东,提供概念验证服务,市级认定,开放共享仪器,区级高质量孵化器,“小巨人”企业数,独角兽企业数,上市企业数,北京市标杆孵化器";

/** A text table with so many applicants, the same for every run. */
function list(count) {
  const lines = [HEADS];
  for (let n = 0; n < count; n += 1) {
    const yes = (shift) => ["是", "否", "不清楚"][(n >> shift) % 3];
    const day = `202${n % 6}-${String(1 + n % 12).padStart(2, "0")}-${String(1 + n % 28).padStart(2, "0")}`;
    lines.push(`企业${n},${KINDS[n % 4]},${day},${yes(0)},${n % 2 ? "高校" : "科研机构"},${yes(1)},${yes(2)},${yes(3)},${yes(4)},${yes(5)},${n % 4},${n % 3},${n % 2},${yes(6)}`);
  }
  return lines.join("\n");
}

/** Of the browser's process that shows the page (Linux only), in MB: the most that was resident so far, the browser's own
 * program and fonts included, which its processes share; and what is its own alone now. */
async function memory(browser) {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  const shown = processInfo.filter(({ type }) => type === "renderer").map(({ id }) => {
    const status = readFileSync(`/proc/${id}/status`, "utf8");
    const of = (name) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1024;
    return { resident: of("VmHWM"), own: of("RssAnon") };
  });
  const largest = shown.reduce((most, one) => (one.resident > most.resident ? one : most));
  return `${Math.round(largest.resident)} MB (its own ${Math.round(largest.own)})`;
}

export async function roster(launch, url, count) {
  // From a folder, as people bring it: handed over by the test, it would count as the page's memory.
  const folder = mkdtempSync(join(tmpdir(), "selfcheck-roster-"));
  const file = join(folder, "名单.csv");
  writeFileSync(file, list(count));
  const browser = await launch();
  const page = await browser.newPage({ acceptDownloads: true });
  await page.goto(`${url}/#/workspace`);
  await page.getByRole("button", { name: /下载模板/, disabled: false }).waitFor({ timeout: 60000 });
  const before = await memory(browser).catch(() => "unknown");
  await page.evaluate(() => {
    globalThis.longest = 0;
    new PerformanceObserver((found) => {
      for (const { duration } of found.getEntries()) globalThis.longest = Math.max(globalThis.longest, duration);
    }).observe({ type: "longtask" });
  });
  await page.getByLabel("选择文件").setInputFiles(file);
  await page.getByRole("button", { name: "导入并测算" }).waitFor({ timeout: 60000 });
  await page.evaluate(() => { globalThis.longest = 0; });
  const timed = async (work) => {
    const start = performance.now();
    await work();
    return performance.now() - start;
  };
  const taken = await timed(async () => {
    await page.getByRole("button", { name: "导入并测算" }).click();
    await page.getByText(`共 ${count} 家企业`).waitFor({ timeout: 300000 });
  });
  const sorted = await timed(async () => {
    await page.locator("th.desk-figure button").first().click();
    await page.locator("th[aria-sort]").waitFor();
    await page.locator("th.desk-figure button").first().click();
    await page.locator("th[aria-sort=descending]").waitFor();
  });
  // As people do: down by a window at a time, to the side, by a jump; then a word letter by letter.
  const longestOf = async (work) => {
    await page.evaluate(() => { globalThis.longest = 0; });
    await work();
    await page.waitForTimeout(300);
    return page.evaluate(() => Math.round(globalThis.longest));
  };
  const former = await page.evaluate(() => globalThis.longest);
  const scrolling = await longestOf(async () => {
    for (let step = 0; step < 30; step += 1) {
      await page.locator(".desk-grid").evaluate((grid, step) => {
        grid.scrollTop += step % 10 === 9 ? 44 * 200 : 44 * 12;
        grid.scrollLeft = (step % 6) * 300;
      }, step);
      await page.waitForTimeout(80);
    }
  });
  const searching = await longestOf(() => page.getByLabel("搜索名称或代码").pressSequentially("企业99", { delay: 120 }));
  await page.getByRole("button", { name: "清除筛选" }).click();
  await page.evaluate((longest) => { globalThis.longest = longest; }, former);
  const held = await memory(browser).catch(() => "unknown");
  const exported = await timed(async () => {
    const waiting = page.waitForEvent("download", { timeout: 300000 });
    await page.getByRole("button", { name: /导出结果表/ }).click();
    await waiting;
  });
  const longest = await page.evaluate(() => globalThis.longest);
  const most = await memory(browser).catch(() => "unknown");
  await browser.close();
  rmSync(folder, { recursive: true });
  console.log(`${String(count).padStart(6)} applicants: read and assessed ${(taken / 1000).toFixed(2)} s (${((taken * 1000) / count).toFixed(0)} µs each), sorted twice ${Math.round(sorted)} ms, exported as CSV ${(exported / 1000).toFixed(2)} s, longest task of the page ${Math.round(longest)} ms, while scrolling ${scrolling} ms, while searching ${searching} ms (0: none over 50), memory ${before}, ${held} with the list, ${most} after the export`);
}
