import { isMap } from '../../manifest/schema/kit';
import { own } from '../own';
import { every, type Tri, tri } from '../tri';
import type { HttpRequest } from '../types';

/** One of `matches`. */
export interface ApiMatch {
  /** Exact before prefix, longer before shorter, then method, headers, query. */
  readonly rank: readonly number[];
  /** The path's prefix that it matches; left out: all of the path. */
  readonly prefix?: string;
  takes(http: HttpRequest | undefined): Tri;
}

interface Value {
  readonly type?: unknown;
  readonly name?: unknown;
  readonly value?: unknown;
}

type Test = (http: HttpRequest) => Tri;

/**
 * What a rule takes. Expressions are not followed; what is not known here takes a request perhaps.
 *
 * https://gateway-api.sigs.k8s.io/reference/spec/#httproutematch
 */
export function matchOf(kind: string, given: Readonly<Record<string, unknown>>): ApiMatch {
  // Routes of connections have no matches.
  if (kind === 'TCPRoute' || kind === 'TLSRoute') return { rank: [], takes: () => 'yes' };
  const path = kind === 'GRPCRoute' ? grpcPath(given.method) : (given.path as Value | undefined) ?? { type: 'PathPrefix', value: '/' };
  const method = kind === 'GRPCRoute' ? undefined : given.method;
  const headers = valuesOf(given.headers);
  const query = valuesOf(given.queryParams);
  const known = ['path', 'method', 'headers', 'queryParams'];
  const tests: Test[] = [
    pathTest(path),
    ...(method === undefined ? [] : [(http: HttpRequest): Tri => tri(http.method === method)]),
    ...headers.map((h) => valueTest(h, (http, name) => own(http.headers, name.toLowerCase()))),
    ...query.map((q) => valueTest(q, queryValue)),
    ...(Object.keys(given).every((key) => known.includes(key)) ? [] : [(): Tri => 'unknown']),
  ];
  const text = typeof path.value === 'string' ? path.value : '';
  const isPrefix = (path.type ?? 'PathPrefix') === 'PathPrefix';
  return {
    rank: [path.type === 'Exact' ? 1 : 0, text.length, method === undefined ? 0 : 1, headers.length, query.length],
    ...(isPrefix ? { prefix: text } : {}),
    takes: (http) => (http === undefined ? 'no' : every(tests.map((test) => test(http)))),
  };
}

function pathTest({ type = 'PathPrefix', value = '/' }: Value): Test {
  if (typeof value !== 'string') return () => 'unknown';
  const start = value.replace(/\/$/, '');
  return ({ path: sent }) => {
    const path = sent.replace(/\?.*$/s, '');
    if (type === 'Exact') return tri(path === value);
    return type === 'PathPrefix' ? tri(path === start || path.startsWith(`${start}/`)) : 'unknown';
  };
}

function valueTest({ type = 'Exact', name, value }: Value, valueIn: (http: HttpRequest, name: string) => string | undefined): Test {
  if (type !== 'Exact' || typeof name !== 'string') return () => 'unknown';
  return (http) => {
    const found = valueIn(http, name);
    return found?.includes(',') === true ? 'unknown' : tri(found === value);
  };
}

function queryValue({ path }: HttpRequest, name: string): string | undefined {
  const at = path.indexOf('?');
  return at < 0 ? undefined : new URLSearchParams(path.slice(at + 1)).get(name) ?? undefined;
}

/** A service alone is all of its methods; a method of any service is an expression. */
function grpcPath(given: unknown): Value {
  const { type = 'Exact', service, method } = isMap(given) ? given : {};
  if (given === undefined) return { type: 'PathPrefix', value: '/' };
  if (type !== 'Exact' || typeof service !== 'string') return { type: 'RegularExpression', value: '' };
  return typeof method === 'string' ? { type: 'Exact', value: `/${service}/${method}` } : { type: 'PathPrefix', value: `/${service}` };
}

function valuesOf(given: unknown): readonly Value[] {
  return Array.isArray(given) ? given.filter(isMap) : [];
}
