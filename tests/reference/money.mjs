/**
 * Exact amounts of money. A figure of a profile is read as whole fen; a percentage of it is held in
 * units of 10^-4 yuan, so that no share of articles 5, 8, 10, 12 and 15 is ever rounded.
 */

const UNITS_PER_YUAN = 10000n;

/** Reads a decimal string such as `0012.5` as a number of fen. */
export function parseFen(text) {
  const [whole, fraction = ''] = text.split('.');
  return BigInt(whole) * 100n + BigInt(fraction.padEnd(2, '0'));
}

/** `percent` of an amount in fen, in units of 10^-4 yuan. */
export function share(fen, percent) {
  return fen * BigInt(percent);
}

/** Writes units of 10^-4 yuan as a decimal without trailing zeros. */
export function formatYuan(units) {
  const whole = units / UNITS_PER_YUAN;
  const fraction = (units % UNITS_PER_YUAN).toString().padStart(4, '0').replace(/0+$/, '');
  return fraction === '' ? `${whole}` : `${whole}.${fraction}`;
}

/** The sum of a list of amounts. */
export function sum(amounts) {
  return amounts.reduce((total, amount) => total + amount, 0n);
}

/** The largest of a list of amounts, 0 for an empty list. */
export function largest(amounts) {
  return amounts.reduce((best, amount) => (amount > best ? amount : best), 0n);
}
