// Beside this file: selfcheck.js, selfcheck_glue.js and selfcheck_bg.wasm, from dist/. Nothing is sent anywhere.
import init, { assess, policy } from "./selfcheck.js";

const WORDS = {
  meets: "符合", meets_pending_evaluation: "自述符合，待评定", unclear: "条文不明，须向主管部门确认",
  insufficient_facts: "还缺信息", not_eligible: "不符合", direction_only: "支持方向",
};
await init();
const [role, answer] = ["role", "answer"].map((id) => document.getElementById(id));
const { facts, document: { formats } } = policy().policy;
const { values } = facts.applicant.find(({ name }) => facts.role_fact.endsWith(`.${name}`));
role.append(...values.map(({ value, label }) => new Option(label.zh, value)));
const show = () => {
  const { items } = assess({ format: formats.profile, as_of: "2026-06-01", applicant: { roles: [role.value] } });
  const open = items.filter(({ claims, missing }) => claims.length > 0 || missing?.length > 0);
  answer.replaceChildren(...open.map(({ title, status }) => Object.assign(document.createElement("li"), { textContent: `${title}：${WORDS[status]}` })));
};
role.addEventListener("change", show);
show();
