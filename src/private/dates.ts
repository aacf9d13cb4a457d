import { isDay } from '../model/in-force';
import { invalid, text } from './arguments';

/** A day of the calendar, `2027-06-30`: as text it sorts as days do. */
export function day(what: string, value: unknown): string {
  const given = text(what, value, 'invalid-date');
  if (!isDay(given)) throw invalid('invalid-date', `${what} \`${given}\` is no day of the calendar`, 'write it like `2027-06-30`');
  return given;
}

export function optionalDay(what: string, value: unknown): string | undefined {
  return value === undefined || value === null ? undefined : day(what, value);
}
