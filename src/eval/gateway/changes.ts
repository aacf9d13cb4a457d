import { isMap } from '../../manifest/schema/kit';
import type { HttpRequest } from '../types';

/** What a rule makes of a request before it is sent on. */
export interface Changes {
  /** In this order. */
  readonly headers: readonly HeaderChange[];
  readonly host?: string;
  readonly path?: PathChange;
}

/** Names in lower case. */
export type HeaderChange = { readonly kind: 'set' | 'add'; readonly name: string; readonly value: string } | { readonly kind: 'remove'; readonly name: string };

/** `prefix`: the text of the one takes the place of the other; `strip`: what is left without it, with a slash before it. The query stays. */
export type PathChange
  = | { readonly kind: 'whole'; readonly to: string }
    | { readonly kind: 'prefix'; readonly from: string; readonly to: string }
    | { readonly kind: 'strip'; readonly from: string };

export const NO_CHANGES: Changes = { headers: [] };

export function changed(http: HttpRequest, { headers, host, path }: Changes): HttpRequest {
  const after = headers.reduce(withHeader, http);
  return { ...after, ...(host === undefined ? {} : { host }), ...(path === undefined ? {} : { path: withPath(http.path, path) }) };
}

function withHeader(http: HttpRequest, change: HeaderChange): HttpRequest {
  const { name } = change;
  const before = http.headers[name];
  const { repeatedHeaders } = http;
  const value = change.kind === 'remove' ? undefined : change.kind === 'add' && before !== undefined ? `${before},${change.value}` : change.value;
  return {
    ...http,
    headers: { ...without(http.headers, name), ...(value === undefined ? {} : { [name]: value }) },
    ...(repeatedHeaders === undefined ? {} : { repeatedHeaders: without(repeatedHeaders, name) }),
  };
}

function without<T>(headers: Readonly<Record<string, T>>, name: string): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(headers).filter(([other]) => other !== name));
}

function withPath(sent: string, change: PathChange): string {
  const at = sent.indexOf('?');
  const [path, query] = at < 0 ? [sent, ''] : [sent.slice(0, at), sent.slice(at)];
  switch (change.kind) {
    case 'whole': return `${change.to}${query}`;
    case 'prefix': return `${change.to}${path.slice(change.from.length)}${query}`;
    case 'strip': return `/${path.slice(change.from.length).replace(/^\//, '')}${query}`;
  }
}

/** Of headers, as a route or a destination has them. */
export type Operations = Readonly<Record<string, unknown>>;

/**
 * Of `set`, `add` and `remove`, as maps and a list (Istio) or as lists of names and values (Gateway API). Those of a route and of its only
 * destination become one: Envoy removes first, then sets, then adds. The host goes by two names, and is no header here: the route's wins.
 *
 * https://github.com/istio/istio/blob/master/pilot/pkg/networking/core/route/route.go (`processDestination`)
 */
export function headerChanges(...all: readonly Operations[]): Pick<Changes, 'headers' | 'host'> {
  const removed = all.flatMap(({ remove }) => (Array.isArray(remove) ? remove : [])).map((name): HeaderChange => ({ kind: 'remove', name: String(name).toLowerCase() }));
  const given = (['set', 'add'] as const).flatMap((kind) => all.flatMap((of) => entriesOf(of[kind]).map(([name, value]) => ({ kind, name, value }))));
  const host = all.map(hostOf).find((h) => h !== undefined);
  return { headers: [...removed, ...given.filter(({ name }) => !isHost(name))], ...(host === undefined ? {} : { host }) };
}

/** What is set counts more than what is added. */
function hostOf({ set, add }: Operations): string | undefined {
  const named = (of: unknown): string | undefined => entriesOf(of).filter(([name]) => isHost(name)).at(-1)?.[1];
  return named(set) ?? named(add);
}

function entriesOf(given: unknown): readonly (readonly [name: string, value: string])[] {
  const pairs: readonly (readonly [string, unknown])[] = Array.isArray(given)
    ? given.flatMap((entry: unknown) => (isMap(entry) ? [[String(entry.name), entry.value] as const] : []))
    : isMap(given) ? Object.entries(given) : [];
  return pairs.map(([name, value]) => [name.toLowerCase(), String(value)]);
}

function isHost(name: string): boolean {
  return name === 'host' || name === ':authority';
}

/** A value with a variable in it is not known beforehand. */
export function hasVariables(operations: Readonly<Record<string, unknown>>): boolean {
  return [...entriesOf(operations.set), ...entriesOf(operations.add)].some(([, value]) => value.includes('%'));
}
