// The workspace as its tests use it: a list comes in, its parts are looked at, files come out.
import { readFileSync } from "node:fs";

import { answers, open } from "./support.mjs";

export const HEADS = "企业名称,主体类型,成立日期,是否科技型企业,创办人来自,创办人为主要股东";

/** A list of tenants as staff keep it; every third row differs. */
export function list(count, more = "") {
  const rows = Array.from({ length: count }, (_, n) => {
    const day = `2025-03-${String(1 + n % 28).padStart(2, "0")}`;
    return `园区企业${n},科技创新企业,${day},是,${n % 3 ? "高校" : "不清楚"},${n % 2 ? "是" : "✓"}`;
  });
  return `${HEADS}\n${rows.join("\n")}\n${more}`;
}

/** A profile of a company with a project. */
export const profile = (name, more = {}, project = {}) => ({
  format: "changping-profile/1", as_of: "2026-06-01", applicant: { name, roles: ["tech_enterprise"] },
  projects: [{ id: "p1", name: "一期", is_commercialisation: true, is_major: true, rd_cost: "1000000", rent_cost: "0", fitout_cost: "0",
    fixed_asset_investment: "0", property_land_cost: "0", ...project }],
  ...more,
});

/** The workspace, open; `workers` of the page's window lists the workers it has started. */
export async function workspace(options = {}) {
  const at = await open({ hash: "#/workspace", acceptDownloads: true, ...options });
  await at.page.getByRole("heading", { name: "导入企业名单" }).waitFor({ timeout: 20000 });
  return at;
}

/** Another window of the same browser, with the workspace open. */
export async function beside(at) {
  const page = await at.context.newPage();
  await page.goto(new URL("#/workspace", at.page.url()).href);
  await page.getByRole("heading", { name: "导入企业名单" }).waitFor({ timeout: 20000 });
  return { ...at, ...answers(page), page };
}

export const file = (text, name = "名单.csv") => ({ name, mimeType: "text/csv", buffer: Buffer.from(text) });
export const bytes = (buffer, name) => ({ name, mimeType: "application/octet-stream", buffer });
export const json = (profiles, name = "甲.jsonl") => bytes(Buffer.from(profiles.map((one) => JSON.stringify(one)).join("\n")), name);

/** Opens files, until what their columns mean is asked. */
export async function plan(at, payload, from = "选择文件") {
  await at.page.getByLabel(from).setInputFiles(payload);
  await at.page.getByRole("heading", { name: "核对各列的含义" }).waitFor();
}

export async function bring(at, payload, count, from = "选择文件", day = "2026-11-22") {
  await plan(at, payload, from);
  if (await at.page.getByLabel("按哪一天测算").count()) {
    await at.page.getByLabel("按哪一天测算").fill(day);
  }
  await at.page.getByRole("button", { name: /^(导入|读入)并测算$/ }).click();
  if (count !== undefined) await at.page.getByText(`共 ${count} 家企业`).waitFor({ timeout: 20000 });
}

export const tab = (at, name) => at.page.getByRole("navigation", { name: "工作台内容" }).getByRole("button", { name }).click();

export const keeping = (at) => at.page.getByRole("button", { name: /保存在这台设备上/ });

/** Asks for the list to be kept, where nothing else is. */
export async function keep(at) {
  await keeping(at).click();
  await at.page.getByText("名单会保存在这台设备上").waitFor();
}

/** Opens the page anew, and brings back the list that is kept. */
export async function bringBack(at, count) {
  await at.page.reload();
  await at.page.getByRole("button", { name: "恢复上次的名单" }).click();
  await at.page.getByText(`共 ${count} 家企业`).waitFor({ timeout: 20000 });
}

/** Brings a list of four with one odd cell, asks for it to be kept, and mends the cell. */
export async function keepMended(at) {
  await bring(at, file(list(3, "坏,科技创新企业,2025-13-01,是,高校,是\n")), 4);
  await keep(at);
  await tab(at, /读不出/);
  const cell = at.page.getByRole("textbox", { name: /改正/ });
  await cell.fill("2025-03-10");
  await cell.press("Tab");
  await at.page.getByText("每个单元格都读出来了").waitFor();
}

export async function saved(at, name) {
  const waiting = at.page.waitForEvent("download");
  await at.page.getByRole("button", { name }).click();
  const download = await waiting;
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

/** Profiles as they are exported. */
export async function profiles(at) {
  const { bytes } = await saved(at, /导出填报数据/);
  return bytes.toString().trim().split("\n").map((line) => JSON.parse(line));
}
