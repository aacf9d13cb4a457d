import { isMap } from '../../manifest/schema/kit';
import { and, type Approximation, ofTri } from '../approximation';
import { demanded } from '../authorization/demand';
import type { RouteStringMatch } from '../../manifest/route-kinds';
import { headerTest, queryTest, stringTest, type Test } from '../routing/match';
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
  /** Why it is not known what it takes; left out: it is. */
  readonly doubt?: string;
  takes(http: HttpRequest | undefined): Tri;
}

interface Value {
  readonly type?: unknown;
  readonly name?: unknown;
  readonly value?: unknown;
}

const UNKNOWN: Test = { set: ofTri('unknown'), doubt: 'asks for what is not followed', holds: () => 'unknown' };
const RANKS: Readonly<Record<string, number>> = { Exact: 3, PathPrefix: 2, RegularExpression: 1 };

/**
 * What a rule takes; what is not known here takes a request perhaps.
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
    method === undefined ? [] : stringTest('methods', { exact: String(method) }, (http) => http.method),
    headers.map((h) => told(textOf(h), headerTest)),
    query.map((q) => told(textOf(q), queryTest)),
    Object.keys(given).every((key) => ['path', 'method', 'headers', 'queryParams'].includes(key)) ? [] : UNKNOWN,
  ].flat();
  const doubt = tests.find((t) => t.doubt !== undefined)?.doubt;
  const { type = 'PathPrefix', value = '/' } = path ?? { value: '' };
  const text = typeof value === 'string' ? value : '';
  return {
    rank: [
      path === undefined ? -1 : RANKS[String(type)] ?? 0, lengthOf(kind, type, text), method === undefined ? 0 : 1, headers.length, query.length,
    ],
    ...(type === 'PathPrefix' ? { prefix: text.replace(/\/$/, '') } : {}),
    isForAll: isAnyPath(path) && method === undefined && headers.length === 0 && query.length === 0,
    set: and(tests.map((t) => t.set)),
    ...(doubt === undefined ? {} : { doubt }),
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

const pathOf = ({ path }: HttpRequest): string => path.replace(/\?.*$/s, '');

function pathTest({ type = 'PathPrefix', value = '/' }: Value): Test {
  if (typeof value !== 'string') return UNKNOWN;
  if (type === 'Exact' || type === 'RegularExpression') return stringTest('paths', type === 'Exact' ? { exact: value } : { regex: value }, pathOf);
  if (type !== 'PathPrefix') return UNKNOWN;
  const start = value.replace(/\/$/, '');
  const patterns: readonly Pattern[] = [...(start === '' ? [] : [{ kind: 'exact', value: start } as const]), { kind: 'prefix', value: `${start}/` }];
  return { set: demanded([{ of: 'paths', in: patterns }]), holds: (http) => tri(pathOf(http) === start || pathOf(http).startsWith(`${start}/`)) };
}

function textOf({ type = 'Exact', name, value }: Value): { readonly name: string; readonly match: RouteStringMatch } | undefined {
  if (typeof name !== 'string' || (type !== 'Exact' && type !== 'RegularExpression')) return undefined;
  return { name, match: type === 'Exact' ? { exact: String(value) } : { regex: String(value) } };
}

function told(text: ReturnType<typeof textOf>, test: (name: string, match: RouteStringMatch) => Test): Test {
  return text === undefined ? UNKNOWN : test(text.name, text.match);
}

/** A service alone is all of its methods; a method of any service is an expression (`createGRPCURIMatch`). Undefined: anything. */
function grpcPath(given: unknown): Value | undefined {
  if (given === undefined) return undefined;
  const { type = 'Exact', service, method } = isMap(given) ? given : {};
  if (type === 'RegularExpression' || typeof service !== 'string') {
    return { type: 'RegularExpression', value: `/${typeof service === 'string' ? service : '[^/]+'}/${typeof method === 'string' ? method : '.+'}` };
  }
  if (type !== 'Exact') return { type, value: '' };
  return typeof method === 'string' ? { type: 'Exact', value: `/${service}/${method}` } : { type: 'PathPrefix', value: `/${service}` };
}

function valuesOf(given: unknown): readonly Value[] {
  return Array.isArray(given) ? given.filter(isMap) : [];
}
