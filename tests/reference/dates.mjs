/**
 * Calendar dates as `YYYY-MM-DD` strings, which compare like the days they name.
 */

import { failed, missing, holdsTrue, unclear } from './logic.mjs';

export const FIRST_DAY = '2026-04-21';
const LAST_DAY = '2029-04-20';
const DOUBTFUL_DAY = '2029-04-21';

/** Is there a 29 February in that year? */
export function isLeapYear(year) {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

/** The anniversary `years` later; 29 February becomes 28 February in a common year. */
export function anniversary(date, years) {
  const year = Number(date.slice(0, 4)) + years;
  const monthDay = date.slice(5);
  const clamped = monthDay === '02-29' && !isLeapYear(year) ? '02-28' : monthDay;
  return `${String(year).padStart(4, '0')}-${clamped}`;
}

/** Article 20: 自印发之日起施行，施行期3年. */
export function validityOn(asOf) {
  if (asOf < FIRST_DAY) return 'not_yet';
  if (asOf <= LAST_DAY) return 'in_force';
  return asOf === DOUBTFUL_DAY ? 'boundary' : 'expired';
}

/** Article 6(2): 成立两年内 / 成立三年内, counted from the founding to the day of the event. */
export function withinYearsOfFounding(event, founding, years, asOf) {
  const absent = [event, founding].filter((fact) => fact.value === null);
  if (absent.length > 0) return missing(absent.map((fact) => fact.path));
  const limit = anniversary(founding.value, years);
  if (event.value > limit) return failed([event.path, founding.path]);
  if (event.value > asOf) return missing([event.path]);
  return event.value === limit ? unclear('AMB-22') : holdsTrue();
}

/** Article 5(1): 项目三年内, from the start to the end of the costs where both are given. */
export function withinCostWindow(start, end) {
  if (start.value === null || end.value === null) return holdsTrue();
  return end.value < anniversary(start.value, 3) ? holdsTrue() : unclear('AMB-13');
}
