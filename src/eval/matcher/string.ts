import { type Tri, tri } from '../tri';

/**
 * Istio's string match on plain strings: `*` present and not empty, a leading star suffix, a trailing star prefix, else exact.
 *
 * The leading star is tested first, so that `*a*` is the suffix `a*`.
 * https://github.com/istio/istio/blob/master/pilot/pkg/security/authz/matcher/string.go
 */
export function matchesString(pattern: string, value: string): boolean {
  if (pattern === '*') return value !== '';
  if (pattern.startsWith('*')) return value.endsWith(pattern.slice(1));
  if (pattern.endsWith('*')) return value.startsWith(pattern.slice(0, -1));
  return value === pattern;
}

/** Envoy lower-cases both sides; a port in the value is part of it. */
export function matchesHost(pattern: string, value: string): boolean {
  return matchesString(pattern.toLowerCase(), value.toLowerCase());
}

/**
 * `repeated`: the values one by one, where known. Of a header `*` asks that it is there, empty or not.
 *
 * https://github.com/istio/istio/blob/master/pilot/pkg/security/authz/matcher/header.go (`PresentMatch`)
 */
export function matchesHeader(patterns: readonly string[], value: string | undefined, repeated: readonly string[] | undefined): Tri {
  const any = (v: string): boolean => patterns.some((p) => p === '*' || matchesString(p, v));
  if (repeated !== undefined) return tri(repeated.some(any));
  if (value === undefined) return 'no';
  if (!value.includes(',')) return tri(any(value));
  // Joined with `,`, or one value with a comma in it: Envoy compares each value, older ones the joined text.
  const readings = new Set([any(value), value.split(',').some((v) => any(v.trim()))]);
  return readings.size === 1 ? tri(any(value)) : 'unknown';
}

export function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
