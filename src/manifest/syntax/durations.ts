import type { Fault } from '../schema/kit';

const MILLISECONDS: Readonly<Record<string, number>> = { ns: 1e-6, us: 1e-3, µs: 1e-3, ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
const DURATION = /^[-+]?(\d+(\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h)((\d+(\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h))*$/;
const PART = /(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h)/g;

function milliseconds(text: string): number {
  let sum = 0;
  for (const [, size, unit] of text.matchAll(PART)) sum += Number(size) * MILLISECONDS[unit];
  return text.startsWith('-') ? -sum : sum;
}

/** A duration in Go's syntax, which Istio's CRDs check with CEL. */
export function durationFault(text: string): Fault | undefined {
  return DURATION.test(text) ? undefined : { message: 'is not a duration', repair: 'write `1.5s`, `2m` or `1h30m`' };
}

/** At least 1 ms, and a whole number of them. */
export function positiveDurationFault(text: string): Fault | undefined {
  const fault = durationFault(text);
  if (fault !== undefined) return fault;
  const size = milliseconds(text);
  if (size < 1) return { message: 'is shorter than 1 ms' };
  return Number.isInteger(Math.round(size * 1e6) / 1e6) ? undefined : { message: 'is not a whole number of milliseconds' };
}
