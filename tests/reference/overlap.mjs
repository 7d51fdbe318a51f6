/**
 * Article 19: 「同一项目、同一事项…按照“从优不重复”原则办理」, by trying every set of claims.
 *
 * The lower reading takes 同一项目、同一事项 as "or" and holds what is untagged against the claim; the
 * upper takes it as "and".
 */

import { formatYuan, sum } from './money.mjs';

/** How two tags compare: `same`, `different` or `untagged`. */
function compare(left, right, untaggedIsDifferent) {
  if (left !== null && right !== null) return left === right ? 'same' : 'different';
  return untaggedIsDifferent ? 'different' : 'untagged';
}

/** The two relations between tagged things, claims or awards. */
function relations(untaggedIsDifferent) {
  const both = (a, b) => [
    compare(a.project, b.project, untaggedIsDifferent),
    compare(a.matter, b.matter, untaggedIsDifferent),
  ];
  return {
    lower: (a, b) => {
      const found = both(a, b);
      return found.includes('same') || found.every((one) => one === 'untagged');
    },
    upper: (a, b) => both(a, b).every((one) => one === 'same'),
  };
}

/** May the two claims conflict at all? Not within one item, nor where the text itself stacks them. */
function comparable(a, b) {
  if (a.item.id === b.item.id) return false;
  return a.item.stack === undefined || a.item.stack !== b.item.stack;
}

/**
 * The best set of claims without a conflict. Taking a claim is tried before leaving it, and only a
 * better total replaces the set found, so that on ties the earlier claim stands.
 */
function bestSet(claims, conflict) {
  let best = { total: 0n, chosen: [] };
  const visit = (index, chosen, total) => {
    if (index === claims.length) {
      if (total > best.total) best = { total, chosen };
      return;
    }
    const claim = claims[index];
    if (!chosen.some((other) => conflict(claim, other))) {
      visit(index + 1, [...chosen, claim], total + claim.amount.units);
    }
    visit(index + 1, chosen, total);
  };
  visit(0, [], 0n);
  return best;
}

/** Lower reading: a claim that meets support already received adds nothing. */
function lowerReading(claims, received, related) {
  const free = claims.filter((claim) => !received.some((award) => related(claim.tags, award.tags)));
  return bestSet(free, (a, b) => comparable(a, b) && related(a.tags, b.tags));
}

/** Upper reading: support received tops up what its own project and matter would get. */
function upperReading(claims, received, related) {
  const parts = groups(claims, related).map((group) => {
    const best = bestSet(group, (a, b) => comparable(a, b) && related(a.tags, b.tags));
    const there = received.filter((award) => related(group[0].tags, award.tags));
    const total = best.total - sum(there.map((award) => award.units));
    return total > 0n ? { total, chosen: best.chosen } : { total: 0n, chosen: [] };
  });
  return {
    total: sum(parts.map((part) => part.total)),
    chosen: parts.flatMap((part) => part.chosen),
  };
}

/** Claims by project and matter; a claim that lacks a tag is alone. */
function groups(claims, related) {
  const found = [];
  for (const claim of claims) {
    const group = found.find((other) => related(other[0].tags, claim.tags));
    if (group) group.push(claim);
    else found.push([claim]);
  }
  return found;
}

/** Pairs whose better half depends on an amount that the text does not state. */
function undecidedPairs(counted, related) {
  const pairs = counted.flatMap((a, index) => counted.slice(index + 1).map((b) => [a, b]));
  return pairs
    .filter(([a, b]) => comparable(a, b) && related(a.tags, b.tags))
    .filter((pair) => pair.some(isUnstated) && pair.every(hasWeight))
    .map((pair) => ({ between: pair.map((claim) => claim.key), break_even_yuan: breakEven(pair) }));
}

const isUnstated = (claim) => claim.amount.kind === 'unspecified';
const hasWeight = (claim) => isUnstated(claim) || claim.amount.units > 0n;

function breakEven(pair) {
  const stated = pair.find((claim) => !isUnstated(claim));
  return stated ? formatYuan(stated.amount.units) : null;
}

/** District support not received yet, with the counted claims it meets. */
function toChoose(counted, pending, related) {
  return pending
    .map((award) => ({
      award: award.id,
      claims: counted.filter((claim) => related(claim.tags, award.tags)).map((claim) => claim.key),
    }))
    .filter((choice) => choice.claims.length > 0);
}

/** The Article 19 part of a report, over the counted claims in report order. */
export function overlapOf(counted, awards, untaggedIsDifferent) {
  const related = relations(untaggedIsDifferent);
  const weighing = counted.filter((claim) => claim.amount.units > 0n);
  const district = awards.filter((award) => award.level === 'district');
  const received = district.filter((award) => award.status === 'received');
  const pending = district.filter((award) => award.status !== 'received');
  const lower = lowerReading(weighing, received, related.lower);
  const upper = upperReading(weighing, received, related.upper);
  const undecided = undecidedPairs(counted, related.lower);
  const settled = counted.every((claim) => claim.amount.kind !== 'at_least');
  return {
    determined: lower.total === upper.total && undecided.length === 0 && settled,
    exact: true,
    lower_yuan: formatYuan(lower.total),
    upper_yuan: formatYuan(upper.total),
    chosen_lower: lower.chosen.map((claim) => claim.key),
    chosen_upper: upper.chosen.map((claim) => claim.key),
    undecided,
    parallel: awards
      .filter((award) => award.level === 'municipal' || award.level === 'national')
      .map((award) => ({ award: award.id, level: award.level })),
    to_choose: toChoose(counted, pending, related.lower),
  };
}
