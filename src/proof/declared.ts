import { ANY_BYTES, ANY_HTTP, EVERYTHING, http, intersect, type Pattern, type RequestSet, union } from '../eval/request-set';
import type { HeaderValueModel, HttpAccessModel, PathModel, PortAccessModel } from '../model/model';
import { isHttp } from './declaration';
import { tokensOf } from './declared-token';

/**
 * From the model to request sets, on a path of its own: it reads the declaration, never what was rendered from it.
 *
 * A grant has two sides where a proxy reads it: no more than `mostOf` may be let through, and all of `leastOf` must be. They differ for
 * a whole port that is not HTTP: anything may pass as bytes, and only bytes are promised.
 */
export function mostOf(access: readonly PortAccessModel[]): RequestSet {
  if (access.some((a) => a.http === undefined && !isHttp(a.protocol))) return EVERYTHING;
  return together(access.map((a) => (a.http === undefined ? ANY_HTTP : granted(a))));
}

export function leastOf(access: readonly PortAccessModel[]): RequestSet {
  return together(access.map((a) => (a.http !== undefined ? granted(a) : isHttp(a.protocol) ? ANY_HTTP : ANY_BYTES)));
}

function together(sets: readonly RequestSet[]): RequestSet {
  return sets.length === 1 ? sets[0] : union(...sets);
}

const LIMIT = 10_000;
const byText = new Map<string, RequestSet>();
const byGrant = new WeakMap<PortAccessModel, RequestSet>();

/** Many edges grant the same: each distinct grant becomes a set once. */
function granted(access: PortAccessModel): RequestSet {
  let set = byGrant.get(access);
  if (set === undefined) {
    const key = JSON.stringify(access.http);
    set = byText.get(key) ?? union(...(access.http ?? []).map(requestsOf));
    if (byText.size >= LIMIT) byText.clear();
    byText.set(key, set);
    byGrant.set(access, set);
  }
  return set;
}

export function requestsOf(access: HttpAccessModel): RequestSet {
  // An empty list of alternatives grants nothing; the model never has one.
  const whole = http({
    ...(access.methods === undefined ? {} : { methods: { in: access.methods.map((value): Pattern => ({ kind: 'exact', value })) } }),
    ...(access.paths === undefined ? {} : { paths: { in: access.paths.flatMap(pathPatterns) } }),
    ...(access.hosts === undefined ? {} : { hosts: { in: access.hosts.flatMap(hostPatterns) } }),
  });
  const headers = (access.headers ?? []).map(({ name, values }) => http({ headers: { [name]: { in: values.map(valuePattern) } } }));
  return intersect(whole, ...headers, ...(access.token === undefined ? [] : [tokensOf(access.token)]));
}

/** `/cart` and everything below it, never `/cartoon`; below the root is every path. */
export function pathPatterns({ kind, value }: PathModel): readonly Pattern[] {
  if (kind !== 'under') return [{ kind, value }];
  let base = value;
  while (base.endsWith('/')) base = base.slice(0, -1);
  return base === '' ? [{ kind: 'prefix', value: '/' }] : [{ kind: 'exact', value: base }, { kind: 'prefix', value: `${base}/` }];
}

/** A host stands for itself with any port; hosts are compared in lower case. */
function hostPatterns(host: string): readonly Pattern[] {
  const value = host.toLowerCase();
  return [{ kind: 'exact', value }, { kind: 'prefix', value: `${value}:` }];
}

function valuePattern(value: HeaderValueModel): Pattern {
  // It is there, empty or not.
  return value.kind === 'present' ? { kind: 'prefix', value: '' } : { kind: value.kind, value: value.value };
}
