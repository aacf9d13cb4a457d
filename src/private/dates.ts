import { isDay } from '../model/in-force';
import { invalid, show, text } from './arguments';

/** A day of the calendar, `2027-06-30`: as text it sorts as days do. */
export function day(what: string, value: unknown): string {
  const given = text(what, value, 'invalid-date');
  if (!isDay(given)) throw invalid('invalid-date', `${what} \`${given}\` is no day of the calendar`, 'write it like `2027-06-30`');
  return given;
}

const MOST_DAYS = 31;

/** How long something may last. */
export function daysOf(what: string, value: unknown): number {
  if (Number.isInteger(value) && (value as number) >= 1 && (value as number) <= MOST_DAYS) return value as number;
  throw invalid('invalid-days', `${what} is ${show(value)}`, `write a whole number of days, from 1 to ${MOST_DAYS}`);
}

export function optionalDay(what: string, value: unknown): string | undefined {
  return value === undefined || value === null ? undefined : day(what, value);
}
