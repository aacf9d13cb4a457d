import { didYouMean } from '../eval/ask';
import type { EnforcedAccess, EnforcedCallee, EnforcedWay } from '../report';
import { InputError } from './io';

/** Whom a table or picture is about; `*` stands for any text. */
export interface Selection {
  readonly from?: readonly string[];
  readonly to?: readonly string[];
}

/** A namespace stands for all in it: `shop`, `shop/*`, `shop/catalog`, `shop/catalog:3550`. What selects nothing is a slip. */
export function selected(access: EnforcedAccess, { from, to }: Selection): EnforcedAccess {
  if (from === undefined && to === undefined) return access;
  const problems = [
    ...unmatched('--to', to, [...access.callees, ...access.waysIn].map(({ callee }) => subjectOf(callee))),
    ...unmatched('--from', from, [
      ...[...access.callees.flatMap(({ callers }) => callers), ...access.externals, ...access.waysOut].map(({ caller }) => caller),
      ...access.waysIn.flatMap(namesOf),
    ]),
  ];
  if (problems.length > 0) throw new InputError(problems);
  const callees = access.callees.filter(({ callee }) => matches(to, subjectOf(callee)))
    .map((callee): EnforcedCallee => ({ ...callee, callers: callee.callers.filter(({ caller }) => matches(from, caller)) }))
    .filter(({ callers }) => from === undefined || callers.length > 0);
  const leaving = <T extends { readonly caller: string }>(ways: readonly T[]): readonly T[] => (
    to === undefined ? ways.filter(({ caller }) => matches(from, caller)) : []);
  const isFrom = (way: EnforcedWay): boolean => from === undefined || namesOf(way).some((name) => matches(from, name));
  return {
    callees,
    waysIn: access.waysIn.filter((way) => matches(to, subjectOf(way.callee)) && isFrom(way)),
    externals: leaving(access.externals),
    waysOut: leaving(access.waysOut),
  };
}

/** Who comes through a gateway is somebody, and the gateway. */
function namesOf({ caller, gateway, account }: EnforcedWay): readonly string[] {
  return [caller.split(' via gateway ')[0], gateway, ...(account === undefined ? [] : [account])];
}

/** `shop/frontend:80` of `shop/frontend:80 (pod port 8080)`. */
function subjectOf(callee: string): string {
  return callee.replace(/^pod:/, '').split(' ')[0];
}

function matches(patterns: readonly string[] | undefined, name: string): boolean {
  return patterns === undefined || patterns.some((pattern) => matchesOne(pattern, name));
}

function matchesOne(pattern: string, name: string): boolean {
  const exact = pattern.split('*').map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&')).join('.*');
  return new RegExp(`^(?:pod:)?${exact}(?:[/:].*)?$`).test(name);
}

function unmatched(option: string, patterns: readonly string[] = [], names: readonly string[]): readonly string[] {
  const known = names.map((name) => name.replace(/:.*$/, ''));
  return patterns.filter((pattern) => !names.some((name) => matchesOne(pattern, name)))
    .map((pattern) => `[unknown-name] \`${option} ${pattern}\` is nobody in the table; ${didYouMean(pattern, known, 'print the table without it')}`);
}
