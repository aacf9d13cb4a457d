import { own } from '../own';
import { isPreflight } from './preflight';
import { matchesRe2 } from './re2';
import { rawPath, readAs } from './reading';
import { matchesTemplate } from './template';
import type { Box, Pattern, RequestSet, StringSet, TokenSet, TokenWitness, Witness } from './types';

/**
 * Membership of one concrete request by plain string matching: no automaton, no algebra. It is the other opinion that every
 * symbolic result is checked against.
 */
export function contains(set: RequestSet, request: Witness): boolean {
  return set.boxes.some((box) => inBox(box, request));
}

function inBox(box: Box, r: Witness): boolean {
  if (box.when?.some((c) => !r.when.includes(c.key)) || box.whenNot?.some((c) => r.when.includes(c.key))) return false;
  if (box.kind === 'bytes' || r.kind === 'bytes') return box.kind === r.kind;
  return matchesSet(box.methods, r.method)
    && matchesSet(box.hosts, r.host.toLowerCase())
    && matchesSet(box.paths, r.path)
    && (box.token === undefined || matchesToken(box.token, isPreflight(r) ? undefined : r.token))
    && Object.entries(box.headers ?? {}).every(([name, values]) => {
      const value = own(r.headers, name);
      return value === undefined ? values.absent === true : matchesSet(values, value);
    });
}

function matchesToken({ at, key, claims = {} }: TokenSet, token: TokenWitness | undefined): boolean {
  if (token === undefined) {
    return (at === undefined || at.absent === true) && key === undefined && Object.values(claims).every(({ has = [] }) => has.length === 0);
  }
  return matchesSet(at, token.at) && matchesSet(key, token.key) && Object.entries(claims).every(([name, { has = [], hasNone = [] }]) => {
    const values = readAs(name, own(token.claims, rawPath(name)) ?? []);
    return has.every((list) => values.some((v) => matchesSet({ in: list }, v))) && values.every((v) => matchesSet({ notIn: hasNone }, v));
  });
}

export function matchesSet(set: StringSet | undefined, value: string): boolean {
  if (set === undefined) return true;
  if (set.in !== undefined && !set.in.some((p) => matchesPattern(p, value))) return false;
  return !set.notIn?.some((p) => matchesPattern(p, value));
}

export function matchesPattern(p: Pattern, value: string): boolean {
  switch (p.kind) {
    case 'exact': return value === p.value;
    case 'prefix': return value.startsWith(p.value);
    case 'suffix': return value.endsWith(p.value);
    case 'present': return value !== '';
    case 'template': return matchesTemplate(p.value, value);
    case 'expression': return matchesRe2(p.value, value);
    case 'all': return p.of.every((part) => matchesPattern(part, value));
  }
}
