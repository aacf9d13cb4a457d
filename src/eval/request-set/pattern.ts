import type { Pattern } from './types';

/**
 * Istio's string match: `*` present and not empty, a leading star suffix, a trailing star prefix, else exact.
 *
 * The leading star is tested first, so `*a*` is the suffix `a*` and never "contains".
 * https://istio.io/latest/docs/reference/config/security/authorization-policy/
 */
export function parsePattern(text: string): Pattern {
  if (text === '*') return { kind: 'present' };
  if (text.startsWith('*')) return { kind: 'suffix', value: text.slice(1) };
  if (text.endsWith('*')) return { kind: 'prefix', value: text.slice(0, -1) };
  return { kind: 'exact', value: text };
}

/** `paths`: as above, but a template where it carries `{*}` or `{**}`. */
export function parsePathPattern(text: string): Pattern {
  return text.includes('{*}') || text.includes('{**}') ? { kind: 'template', value: text } : parsePattern(text);
}

/** `hosts` are compared without case: patterns and requests are lower-cased alike. */
export function parseHostPattern(text: string): Pattern {
  return parsePattern(text.toLowerCase());
}

/** As one would write it in a policy; for intersections, joined with `&`. Distinct patterns have distinct texts, see `keyOf`. */
export function patternText(p: Pattern): string {
  switch (p.kind) {
    case 'present': return '*';
    case 'prefix': return `${p.value}*`;
    case 'suffix': return `*${p.value}`;
    case 'expression': return `re2(${p.value})`;
    case 'all': return p.of.map(patternText).join(' & ');
    default: return p.value;
  }
}

/** INVARIANT: equal keys, equal patterns; the kind is part of it, because an exact value may end in a star. */
export function keyOf(p: Pattern): string {
  switch (p.kind) {
    case 'present': return 'p';
    case 'all': return `a(${p.of.map(keyOf).join(',')})`;
    case 'expression': return `re${JSON.stringify(p.value)}`;
    default: return `${p.kind[0]}${p.kind[1]}${JSON.stringify(p.value)}`;
  }
}

/** Code-unit order, the only one that is the same everywhere. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export function comparePatterns(a: Pattern, b: Pattern): number {
  return compareText(patternText(a), patternText(b)) || compareText(keyOf(a), keyOf(b));
}
