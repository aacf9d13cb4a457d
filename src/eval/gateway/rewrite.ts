import { isMap } from '../../manifest/schema/kit';
import type { HttpRequest } from '../types';

/** As an Istio `rewrite.uri`: it takes the place of the prefix that was matched, else of the whole path; the query stays. */
export function withPath(http: HttpRequest, matched: { readonly prefix?: string; readonly exact?: boolean }, to: string): HttpRequest {
  const [path, query] = parts(http.path);
  const rest = matched.exact === true ? '' : path.slice(matched.prefix?.length ?? 1);
  return { ...http, path: `${to}${rest}${query}` };
}

/** As `ReplacePrefixMatch`: segment by segment, and never to nothing. */
export function withPrefix(http: HttpRequest, matched: string, to: string): HttpRequest {
  const [path, query] = parts(http.path);
  const rest = path.slice(matched.replace(/\/$/, '').length).replace(/^\/+/, '');
  const start = to.replace(/\/$/, '');
  return { ...http, path: `${rest === '' ? (start === '' ? '/' : start) : `${start}/${rest}`}${query}` };
}

export function withWholePath(http: HttpRequest, to: string): HttpRequest {
  return { ...http, path: `${to}${parts(http.path)[1]}` };
}

function parts(path: string): readonly [path: string, query: string] {
  const at = path.indexOf('?');
  return at < 0 ? [path, ''] : [path.slice(0, at), path.slice(at)];
}

/** `set`, `add` and `remove`, as maps and a list (Istio) or as lists of names and values (Gateway API). The host goes by two names. */
export function withHeaders(http: HttpRequest, operations: Readonly<Record<string, unknown>>): HttpRequest {
  const headers: Record<string, string> = { ...http.headers };
  let { host } = http;
  for (const [name, value] of entriesOf(operations.set)) {
    if (isHost(name)) host = value;
    else headers[name] = value;
  }
  for (const [name, value] of entriesOf(operations.add)) headers[name] = headers[name] === undefined ? value : `${headers[name]},${value}`;
  for (const name of Array.isArray(operations.remove) ? operations.remove : []) delete headers[String(name).toLowerCase()];
  const repeatedHeaders = Object.fromEntries(Object.entries(http.repeatedHeaders ?? {}).filter(([name]) => headers[name] === http.headers[name]));
  return { ...http, host, headers, ...(http.repeatedHeaders === undefined ? {} : { repeatedHeaders }) };
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
