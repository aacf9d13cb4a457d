import { isMap } from '../../manifest/schema/kit';
import { and, type Approximation, ofTri } from '../approximation';
import { type Demand, demanded } from '../authorization/demand';
import { own } from '../own';
import type { Pattern } from '../request-set';
import { every, type Tri, tri } from '../tri';
import type { HttpRequest } from '../types';
import { STREAM } from './stream-rules';

/** One of `matches`. */
export interface ApiMatch {
  /** Exact before prefix before expression, longer before shorter, then method, headers, query. */
  readonly rank: readonly number[];
  /** The path's prefix that it matches, without a slash at its end; left out: all of the path. */
  readonly prefix?: string;
  /** As `IsCatchAllRoute` tells it. */
  readonly isForAll: boolean;
  readonly set: Approximation;
  takes(http: HttpRequest | undefined): Tri;
}

interface Value {
  readonly type?: unknown;
  readonly name?: unknown;
  readonly value?: unknown;
}

interface Test {
  readonly set: Approximation;
  holds(http: HttpRequest): Tri;
}

const UNKNOWN: Test = { set: ofTri('unknown'), holds: () => 'unknown' };
const RANKS: Readonly<Record<string, number>> = { Exact: 3, PathPrefix: 2, RegularExpression: 1 };

/**
 * What a rule takes. Expressions are not followed; what is not known here takes a request perhaps.
 *
 * https://gateway-api.sigs.k8s.io/reference/spec/#httproutematch
 */
export function matchOf(kind: string, given: Readonly<Record<string, unknown>>): ApiMatch {
  // Routes of connections have no matches.
  if (kind === 'TCPRoute' || kind === 'TLSRoute') return { rank: [], isForAll: false, set: STREAM.yes, takes: () => 'yes' };
  const path = kind === 'GRPCRoute' ? grpcPath(given.method) : (given.path as Value | undefined) ?? { type: 'PathPrefix', value: '/' };
  const method = kind === 'GRPCRoute' ? undefined : given.method;
  const headers = valuesOf(given.headers);
  const query = valuesOf(given.queryParams);
  const tests = [
    path === undefined ? [] : pathTest(path),
    method === undefined ? [] : exactTest('methods', String(method), (http) => http.method),
    headers.map(headerTest),
    query.map(queryTest),
    Object.keys(given).every((key) => ['path', 'method', 'headers', 'queryParams'].includes(key)) ? [] : UNKNOWN,
  ].flat();
  const { type = 'PathPrefix', value = '/' } = path ?? { value: '' };
  const text = typeof value === 'string' ? value : '';
  return {
    rank: [
      path === undefined ? -1 : RANKS[String(type)] ?? 0, lengthOf(kind, type, text), method === undefined ? 0 : 1, headers.length, query.length,
    ],
    ...(type === 'PathPrefix' ? { prefix: text.replace(/\/$/, '') } : {}),
    isForAll: isAnyPath(path) && method === undefined && headers.length === 0 && query.length === 0,
    set: and(tests.map((t) => t.set)),
    takes: (http) => (http === undefined ? 'no' : every(tests.map((t) => t.holds(http)))),
  };
}

function isAnyPath(path: Value | undefined): boolean {
  const { type = 'PathPrefix', value = '/' } = path ?? {};
  return type === 'PathPrefix' ? value === '/' : type === 'RegularExpression' && value === '.*';
}

/** A slash at the end of a prefix is not counted, except behind the service of a method. */
function lengthOf(kind: string, type: unknown, text: string): number {
  if (kind === 'GRPCRoute') return type === 'PathPrefix' ? text.length + 1 : text.length;
  return type === 'PathPrefix' && text !== '/' ? text.replace(/\/$/, '').length : text.length;
}

function pathTest({ type = 'PathPrefix', value = '/' }: Value): Test {
  if (typeof value !== 'string' || (type !== 'Exact' && type !== 'PathPrefix')) return UNKNOWN;
  const pathOf = ({ path }: HttpRequest): string => path.replace(/\?.*$/s, '');
  if (type === 'Exact') return exactTest('paths', value, pathOf);
  const start = value.replace(/\/$/, '');
  const patterns: readonly Pattern[] = [...(start === '' ? [] : [{ kind: 'exact', value: start } as const]), { kind: 'prefix', value: `${start}/` }];
  return { set: demanded([{ of: 'paths', in: patterns }]), holds: (http) => tri(pathOf(http) === start || pathOf(http).startsWith(`${start}/`)) };
}

function exactTest(of: Demand['of'], value: string, valueIn: (http: HttpRequest) => string | undefined): Test {
  return { set: demanded([{ of, in: [{ kind: 'exact', value }] }]), holds: (http) => tri(valueIn(http) === value) };
}

function headerTest({ type = 'Exact', name, value }: Value): Test {
  if (type !== 'Exact' || typeof name !== 'string') return UNKNOWN;
  const test = exactTest(`header ${name.toLowerCase()}`, String(value), (http) => own(http.headers, name.toLowerCase()));
  return { set: test.set, holds: (http) => (own(http.headers, name.toLowerCase())?.includes(',') === true ? 'unknown' : test.holds(http)) };
}

/** Sets of requests know no query. */
function queryTest({ type = 'Exact', name, value }: Value): Test {
  if (type !== 'Exact' || typeof name !== 'string') return UNKNOWN;
  return {
    set: UNKNOWN.set,
    holds: ({ path }) => {
      const at = path.indexOf('?');
      const found = at < 0 ? undefined : new URLSearchParams(path.slice(at + 1)).get(name) ?? undefined;
      return found?.includes(',') === true ? 'unknown' : tri(found === value);
    },
  };
}

/** A service alone is all of its methods; a method of any service is an expression. Undefined: anything. */
function grpcPath(given: unknown): Value | undefined {
  if (given === undefined) return undefined;
  const { type = 'Exact', service, method } = isMap(given) ? given : {};
  if (type !== 'Exact' || typeof service !== 'string') return { type: 'RegularExpression', value: '' };
  return typeof method === 'string' ? { type: 'Exact', value: `/${service}/${method}` } : { type: 'PathPrefix', value: `/${service}` };
}

function valuesOf(given: unknown): readonly Value[] {
  return Array.isArray(given) ? given.filter(isMap) : [];
}
