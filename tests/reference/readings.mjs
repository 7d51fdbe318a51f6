/**
 * Readings of an item that give another sum than the plain one, over its counted claims.
 */

import { formatYuan, largest, sum } from './money.mjs';

/** Article 8(2): 国家级或北京市级, one level only (AMB-25). */
export function oneLevelOnly(claims) {
  return largest(groupSums(claims, (claim) => claim.row.level, sum));
}

/** Article 10(2): “朱雀计划”人才以及高水平人才 must both be hired (AMB-28). */
export function bothKinds(claims) {
  const says = (name) => claims.some((claim) => claim.row[name] === true);
  return says('zhuque') && says('high_level') ? plainSum(claims) : 0n;
}

/** Article 15(1): 同一项目技术合同交易额, only the largest contract of each project (AMB-42). */
export function largestPerProject(claims) {
  const alone = claims.filter((claim) => claim.tags.project === null);
  const tagged = claims.filter((claim) => claim.tags.project !== null);
  return plainSum(alone) + sum(groupSums(tagged, (claim) => claim.tags.project, largest));
}

function groupSums(claims, keyOf, combine) {
  const groups = new Map();
  for (const claim of claims) {
    groups.set(keyOf(claim), [...(groups.get(keyOf(claim)) ?? []), claim.amount.units]);
  }
  return [...groups.values()].map(combine);
}

function plainSum(claims) {
  return sum(claims.map((claim) => claim.amount.units));
}

/** The readings of an item as a report shows them: none where the reading changes nothing. */
export function readingsOf(item, claims) {
  if (!item.reading) return [];
  const counted = claims.filter((claim) => claim.counted);
  const units = item.reading.total(counted);
  return units === plainSum(counted)
    ? []
    : [{ ambiguity: item.reading.ambiguity, yuan: formatYuan(units) }];
}
