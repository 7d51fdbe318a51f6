/**
 * `evaluate(profile)`: the decisions of the measure on one valid profile, as the report states them,
 * without titles, quotes and other wording. Written from the text alone and as plainly as possible:
 * it is there to be compared with.
 */

import { noAmount, writeAmount } from './amounts.mjs';
import { FIRST_DAY, validityOn } from './dates.mjs';
import { Facts } from './facts.mjs';
import { ITEMS, applicantConditions } from './items.mjs';
import { allOf, distinct } from './logic.mjs';
import { parseFen, share } from './money.mjs';
import { overlapOf } from './overlap.mjs';
import { readingsOf } from './readings.mjs';

const BEST_FIRST = [
  'meets',
  'meets_pending_evaluation',
  'unclear',
  'insufficient_facts',
  'not_eligible',
];
const COUNTED = ['meets', 'meets_pending_evaluation'];

/** The whole report. */
export function evaluate(profile) {
  const facts = new Facts(profile);
  const assessed = ITEMS.map((item) => ({
    item,
    claims: item.roles ? null : claimsOf(item, facts),
  }));
  const validity = validityOn(profile.as_of);
  const applies = validity === 'in_force' || validity === 'boundary';
  const items = assessed.map(({ item, claims }) => writeItem(item, claims, facts));
  const overlap = applies ? assessOverlap(assessed, profile) : null;
  const totals = applies ? totalsOf(assessed, items, overlap) : null;
  return { format: 'changping-report/1', as_of: profile.as_of, validity, items, overlap, totals };
}

/** The claims of an item: one, or one for each row of its table. */
function claimsOf(item, facts) {
  if (!item.table) return [claimOf(item, facts, item.id, null)];
  return (facts.rows(item.table) ?? []).map((row) =>
    claimOf(item, facts, `${item.id}#${row.id}`, row),
  );
}

function claimOf(item, facts, key, row) {
  const fact = row ? facts.row(item.table, row) : null;
  const conditions = allOf(
    applicantConditions(item, facts),
    ...(item.row ? [item.row(facts, fact)] : []),
  );
  const evaluation = item.evaluated ? facts.evaluation(item.id, key) : { state: 'passed' };
  const status = statusOf(conditions.value, evaluation.state);
  const refused = status === 'not_eligible';
  const amount = refused ? noAmount() : item.amount(facts, fact);
  return {
    item,
    key,
    row,
    status,
    amount,
    tags: facts.tags(key, item.table, row),
    counted: item.kind === 'money' && COUNTED.includes(status),
    missing: refused ? [] : distinct([...conditions.missing, ...amount.missing]),
    failed: refused ? failedFacts(conditions, evaluation) : [],
    ambiguities: distinct([
      ...item.disclosed,
      ...(status === 'unclear' ? conditions.causes : []),
      ...(!refused && datedBefore(item, facts, fact) ? ['AMB-03'] : []),
    ]),
  };
}

/** Was the event that the claim rests upon before the day of issue? No transition rule is written. */
function datedBefore(item, facts, fact) {
  const dates = item.dates ? item.dates(facts, fact) : [];
  return dates.some((date) => date.value !== null && date.value < FIRST_DAY);
}

function failedFacts(conditions, evaluation) {
  const refusal = evaluation.state === 'failed' ? [`evaluations[${evaluation.holder}]`] : [];
  return [...conditions.failed, ...refusal];
}

/** An evaluation can refuse; it never stands in for a fact nor settles what the text leaves open. */
function statusOf(conditions, state) {
  if (conditions === 'false' || state === 'failed') return 'not_eligible';
  if (conditions === 'unknown') return 'insufficient_facts';
  if (conditions === 'unclear') return 'unclear';
  return state === 'passed' ? 'meets' : 'meets_pending_evaluation';
}

function writeItem(item, claims, facts) {
  const head = { id: item.id, kind: item.kind };
  if (item.roles) return { ...head, status: 'direction_only', relevant: relevance(item, facts) };
  if (claims.length === 0)
    return { ...head, ...withoutRows(item, facts), claims: [], readings: [] };
  const status = BEST_FIRST.find((name) => claims.some((claim) => claim.status === name));
  return { ...head, status, claims: claims.map(writeClaim), readings: readingsOf(item, claims) };
}

function writeClaim({ key, status, amount, missing, failed, ambiguities }) {
  return { key, status, amount: writeAmount(amount), missing, failed, ambiguities };
}

/** An item taken per row whose table has none. */
function withoutRows(item, facts) {
  const absent = facts.rows(item.table) === null;
  const conditions = applicantConditions(item, facts);
  const refused = !absent || conditions.value === 'false';
  const missing = [...conditions.missing, ...(absent ? [item.table] : [])];
  if (!refused) return { status: 'insufficient_facts', missing, failed: [] };
  const failed = [...conditions.failed, ...(absent ? [] : [item.table])];
  return { status: 'not_eligible', missing: [], failed };
}

/** Does a statement of direction speak to the applicant? Null where it names nobody or roles are unknown. */
function relevance(item, facts) {
  const roles = facts.applicant('roles').value;
  if (item.roles.length === 0 || roles === null) return null;
  return item.roles.some((role) => roles.includes(role));
}

function assessOverlap(assessed, profile) {
  const counted = assessed.flatMap(({ claims }) => claims ?? []).filter((claim) => claim.counted);
  return overlapOf(counted, awardsOf(profile), profile.untagged_matters === 'distinct');
}

function awardsOf(profile) {
  return (profile.other_awards ?? []).map((row) => ({
    id: row.id,
    level: row.level ?? null,
    status: row.status ?? null,
    units: row.amount == null ? 0n : share(parseFen(row.amount), 100),
    tags: { project: row.project ?? null, matter: row.matter ?? null },
  }));
}

function totalsOf(assessed, items, overlap) {
  const claims = assessed
    .flatMap((one) => one.claims ?? [])
    .filter((claim) => claim.item.kind === 'money');
  const open = ({ status }) => status === 'insufficient_facts' || status === 'unclear';
  const keys = (test) => claims.filter(test).map((claim) => claim.key);
  return {
    lower_yuan: overlap.lower_yuan,
    upper_yuan: overlap.upper_yuan,
    unspecified: keys((claim) => claim.counted && claim.amount.kind === 'unspecified'),
    unclear: keys((claim) => claim.status === 'unclear'),
    determined: overlap.determined,
    complete: !items.some((item) => item.kind === 'money' && open(item)) && !claims.some(open),
  };
}
