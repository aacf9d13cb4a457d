import type { Pattern, StringSet } from '../request-set';
import { closest, holds } from './host';

/** Clients may say a port behind the host, which gateways do not compare and policies do: the listener's own, and another that nobody names. */
const OTHER_PORT = 1;

/** Hosts that are closest to one pattern among others; a name of `any`, and others behind a wildcard. */
export function hostsClosestTo(pattern: string, all: readonly string[], port: number): StringSet {
  const closer = all.filter((other) => other !== pattern && holds(pattern, other));
  const notIn = closer.flatMap((other) => spellings(other, port));
  return { ...(pattern === '*' ? {} : { in: spellings(pattern, port) }), ...(notIn.length === 0 ? {} : { notIn }) };
}

function spellings(pattern: string, port: number): readonly Pattern[] {
  return ['', `:${port}`, `:${OTHER_PORT}`].map((suffix): Pattern => (
    pattern.startsWith('*') ? { kind: 'template', value: `{*}${pattern.slice(1)}${suffix}` } : { kind: 'exact', value: `${pattern}${suffix}` }));
}

/** One of them, as somebody would ask for it; undefined: all of them are closer to another. */
export function exampleOf(pattern: string, all: readonly string[]): string | undefined {
  if (!pattern.startsWith('*')) return pattern;
  const suffix = pattern === '*' ? '.example' : pattern.slice(1);
  return all.map((_, i) => `${i === 0 ? 'any' : `any-${i}`}${suffix}`).find((host) => closest(all, host) === pattern);
}

/** As people write them: a wildcard for what stands for one, and no spelling with a port beside the same without. */
export function shownHosts({ in: patterns, notIn }: StringSet): StringSet {
  const shown = (list: readonly Pattern[]): readonly Pattern[] => {
    const texts = new Set(list.map(textOf));
    return list.filter((p) => !texts.has(textOf(p).replace(/:\d+$/, '')) || !/:\d+$/.test(textOf(p)))
      .map((p): Pattern => (p.kind === 'template' ? { kind: 'suffix', value: p.value.replace(/^\{\*\}/, '') } : p));
  };
  return { ...(patterns === undefined ? {} : { in: shown(patterns) }), ...(notIn === undefined ? {} : { notIn: shown(notIn) }) };
}

function textOf(p: Pattern): string {
  return p.kind === 'exact' || p.kind === 'template' ? p.value : '';
}
