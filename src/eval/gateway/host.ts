import { matchesHostName } from '../cluster/hosts';

/** The narrower of two patterns of which one holds the other, in lower case; undefined: they have nothing in common. */
export function common(a: string, b: string): string | undefined {
  const [x, y] = [a.toLowerCase(), b.toLowerCase()];
  if (x === y || holds(x, y)) return y;
  return holds(y, x) ? x : undefined;
}

/** Every host of the one is one of the other; itself, too. */
export function holds(wide: string, narrow: string): boolean {
  if (wide === '*' || wide === narrow) return true;
  if (!wide.startsWith('*')) return false;
  return narrow.startsWith('*') ? narrow.length > wide.length && narrow.endsWith(wide.slice(1)) : matchesHostName(wide, narrow);
}

/** The pattern that a proxy takes for a host: the host itself, else the longest wildcard. */
export function closest(patterns: Iterable<string>, host: string): string | undefined {
  return [...patterns].filter((p) => matchesHostName(p, host)).sort((a, b) => rank(b) - rank(a))[0];
}

function rank(pattern: string): number {
  return pattern.startsWith('*') ? pattern.length : Infinity;
}

/** The same of patterns in lower case, without asking each. */
export function closestAmong(patterns: ReadonlyMap<string, unknown>, host: string): string | undefined {
  if (patterns.has(host)) return host;
  for (let at = 1; at < host.length; at++) if (patterns.has(`*${host.slice(at)}`)) return `*${host.slice(at)}`;
  return patterns.has('*') ? '*' : undefined;
}

/** Without the port, which gateways do not compare. */
export function withoutPort(host: string): string {
  return host.replace(/:\d+$/, '').replace(/\.$/, '').toLowerCase();
}
