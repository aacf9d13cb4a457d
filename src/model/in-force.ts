import type { MeshModel } from './model';

/** `expires` is the last day on which something holds; days as text compare as days do. */
export function isPast({ asOf }: Pick<MeshModel, 'asOf'>, expires: string | undefined): boolean {
  return expires !== undefined && asOf !== undefined && asOf > expires;
}

/** A day of the calendar, `2027-06-30`: as text it sorts as days do. */
export function isDay(text: string): boolean {
  const at = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === text;
}
