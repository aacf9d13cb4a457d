import { invalid, text } from './arguments';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** A day of the calendar, `2027-06-30`: as text it sorts as days do. */
export function day(what: string, value: unknown): string {
  const given = text(what, value, 'invalid-date');
  const at = new Date(`${given}T00:00:00Z`);
  if (!DAY.test(given) || Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== given) {
    throw invalid('invalid-date', `${what} \`${given}\` is no day of the calendar`, 'write it like `2027-06-30`');
  }
  return given;
}

export function optionalDay(what: string, value: unknown): string | undefined {
  return value === undefined || value === null ? undefined : day(what, value);
}
