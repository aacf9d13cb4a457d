import { matchesPattern } from './match';
import { comparePatterns, keyOf } from './pattern';
import { templateParts } from './template';
import type { Pattern } from './types';

/**
 * What can be said about two patterns by looking at their texts. Both answers are one-sided: `true` is certain, `false` is
 * "not seen this way", which costs an automaton and never exactness.
 */

/** Certain: every string of `inner` is in `outer`. */
export function covers(outer: Pattern, inner: Pattern): boolean {
  if (inner.kind === 'exact') return matchesPattern(outer, inner.value);
  if (inner.kind === 'all') {
    return outer.kind === 'all' ? outer.of.every((o) => covers(o, inner)) : inner.of.some((i) => covers(outer, i));
  }
  switch (outer.kind) {
    case 'all': return outer.of.every((o) => covers(o, inner));
    case 'present': return inner.kind === 'present' || startOf(inner) !== '' || endOf(inner) !== '';
    case 'prefix': return startOf(inner).startsWith(outer.value);
    case 'suffix': return endOf(inner).endsWith(outer.value);
    default: return keyOf(outer) === keyOf(inner);
  }
}

/** Certain: no string is in both. */
export function disjoint(a: Pattern, b: Pattern): boolean {
  if (a.kind === 'exact') return !matchesPattern(b, a.value);
  if (b.kind === 'exact') return !matchesPattern(a, b.value);
  if (a.kind === 'all') return a.of.some((p) => disjoint(p, b));
  if (b.kind === 'all') return b.of.some((p) => disjoint(a, p));
  const [sa, sb] = [startOf(a), startOf(b)];
  if (!sa.startsWith(sb) && !sb.startsWith(sa)) return true;
  const [ea, eb] = [endOf(a), endOf(b)];
  return !ea.endsWith(eb) && !eb.endsWith(ea);
}

/** The intersection; undefined where it is certainly empty. */
export function meetPatterns(a: Pattern, b: Pattern): Pattern | undefined {
  if (disjoint(a, b)) return undefined;
  if (covers(a, b)) return b;
  if (covers(b, a)) return a;
  const parts = [...(a.kind === 'all' ? a.of : [a]), ...(b.kind === 'all' ? b.of : [b])];
  const kept = parts.filter((p, i) => !parts.some((q, j) => i !== j && covers(p, q) && (!covers(q, p) || j < i)));
  kept.sort(comparePatterns);
  return kept.length === 1 ? kept[0] : { kind: 'all', of: kept };
}

/** What every string of the pattern begins with. */
function startOf(p: Pattern): string {
  if (p.kind === 'exact' || p.kind === 'prefix') return p.value;
  if (p.kind !== 'template') return '';
  const [part] = templateParts(p.value);
  return part?.kind === 'text' ? part.text : '';
}

function endOf(p: Pattern): string {
  if (p.kind === 'exact' || p.kind === 'suffix') return p.value;
  if (p.kind !== 'template') return '';
  const part = templateParts(p.value).at(-1);
  return part?.kind === 'text' ? part.text : '';
}
