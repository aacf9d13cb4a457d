import type { Approximation } from '../approximation';
import { normalizePath } from '../matcher/normalize';
import { fromBoxes, matchesPattern, type HttpBox, NOTHING, type Pattern, type RequestSet, type StringSet } from '../request-set';
import { matchesSet } from '../request-set/match';
import { templateParts } from '../request-set/template';
import type { MeshSettings } from '../types';
import type { Changes, HeaderChange, PathChange } from './changes';

/** What a part of a request must have been; `unknown`: nobody says. */
type Part<T> = T | 'never' | 'unknown';

/**
 * The requests that become one of these. Headers, hosts and paths that are written by a rule leave nothing to ask; what is left of a path is
 * asked about as it was sent. `may` has what could not be told apart.
 */
export function beforeChanges(set: RequestSet, changes: Changes, mode: MeshSettings['pathNormalization'], tokensMayGo: boolean): Approximation {
  const http = set.boxes.filter((box): box is HttpBox => box.kind === 'http');
  const parts = http.map((box) => beforeBox(box, changes, mode, tokensMayGo));
  if (parts.every((p, i) => p.exact && p.box === http[i])) return { must: set, may: set };
  const boxes = (of: typeof parts): RequestSet => (of.length === 0 ? NOTHING : fromBoxes(of.flatMap(({ box }) => box ?? [])));
  const must = boxes(parts.filter((p) => p.exact));
  return { must, may: parts.every((p) => p.exact) ? must : boxes(parts) };
}

interface Before {
  readonly box?: HttpBox;
  readonly exact: boolean;
}

function beforeBox(box: HttpBox, { headers, host, path }: Changes, mode: MeshSettings['pathNormalization'], tokensMayGo: boolean): Before {
  if (headers.length === 0 && host === undefined && path === undefined && !(tokensMayGo && box.token !== undefined)) return { box, exact: true };
  const hosts: Part<StringSet> = host === undefined ? box.hosts ?? {} : matchesSet(box.hosts, host.toLowerCase()) ? {} : 'never';
  const asked = beforeHeaders(box.headers ?? {}, headers);
  const paths: Part<StringSet> = path === undefined || box.paths === undefined ? box.paths ?? {} : beforePaths(box.paths, path, mode);
  if (hosts === 'never' || asked === 'never' || paths === 'never') return { exact: true };
  const isTokenKnown = box.token === undefined || (!tokensMayGo && !headers.some(({ name }) => name === 'authorization' || name === 'cookie'));
  const { when, whenNot, methods, token } = box;
  return {
    exact: asked !== 'unknown' && paths !== 'unknown' && isTokenKnown,
    box: {
      kind: 'http', hosts, ...(asked === 'unknown' ? {} : { headers: asked }), ...(paths === 'unknown' ? {} : { paths }),
      ...(methods && { methods }), ...(token && isTokenKnown && { token }), ...(when && { when }), ...(whenNot && { whenNot }),
    },
  };
}

type Headers = NonNullable<HttpBox['headers']>;

function beforeHeaders(asked: Headers, changes: readonly HeaderChange[]): Part<Headers> {
  const left = { ...asked };
  for (const name of new Set(changes.map((c) => c.name))) {
    const { [name]: values } = asked;
    if (values === undefined) continue;
    delete left[name];
    const last = changes.filter((c) => c.name === name).at(-1)!;
    if (last.kind === 'add') return 'unknown';
    if (last.kind === 'remove' ? values.absent !== true : !matchesSet(values, last.value)) return 'never';
  }
  return left;
}

function beforePaths(paths: StringSet, change: PathChange, mode: MeshSettings['pathNormalization']): Part<StringSet> {
  const to = change.kind === 'strip' ? '/' : change.to;
  if (normalizePath(to, mode) !== to || to.includes('?')) return 'unknown';
  if (change.kind === 'whole') return matchesSet(paths, to) ? {} : 'never';
  const within = beforePatterns(paths.in, change, mode);
  const without = beforePatterns(paths.notIn, change, mode);
  if (within === 'unknown' || without === 'unknown') return 'unknown';
  if (within !== undefined && within.length === 0) return 'never';
  return { ...(within === undefined ? {} : { in: within }), ...(without === undefined || without.length === 0 ? {} : { notIn: without }) };
}

type PrefixChange = Exclude<PathChange, { kind: 'whole' }>;

function beforePatterns(
  patterns: readonly Pattern[] | undefined, change: PrefixChange, mode: MeshSettings['pathNormalization'],
): readonly Pattern[] | 'unknown' | undefined {
  if (patterns === undefined) return undefined;
  const found: Pattern[] = [];
  for (const p of patterns) {
    const each = beforePattern(p, change, mode);
    if (each === 'unknown') return each;
    found.push(...each);
  }
  return found;
}

function beforePattern(p: Pattern, change: PrefixChange, mode: MeshSettings['pathNormalization']): readonly Pattern[] | 'unknown' {
  if (change.kind === 'strip') {
    const rest = behind(p, change.from, '');
    return rest === 'unknown' ? rest : [...rest, ...(matchesPattern(p, '/') ? [{ kind: 'exact', value: change.from } as const] : [])];
  }
  const { from, to } = change;
  const found = behind(p, from, to);
  // Two slashes that meet become one where slashes are merged.
  if (!to.endsWith('/') || from.endsWith('/') || mode === 'BASE' || mode === 'NONE') return found;
  const merged = behind(p, `${from}/`, to);
  return found === 'unknown' || merged === 'unknown' ? 'unknown' : [...found, ...merged];
}

/** Of paths that begin with `from`, which has `to` in its place afterwards. */
function behind(p: Pattern, from: string, to: string): readonly Pattern[] | 'unknown' {
  switch (p.kind) {
    case 'present': return [{ kind: 'prefix', value: from }];
    case 'exact': return p.value.startsWith(to) ? [{ kind: 'exact', value: `${from}${p.value.slice(to.length)}` }] : [];
    case 'prefix': {
      if (p.value.startsWith(to)) return [{ kind: 'prefix', value: `${from}${p.value.slice(to.length)}` }];
      return to.startsWith(p.value) ? [{ kind: 'prefix', value: from }] : [];
    }
    case 'template': {
      const [start] = templateParts(p.value);
      const text = start?.kind === 'text' ? start.text : '';
      if (text.startsWith(to) && !/[{}]/.test(from)) return [{ kind: 'template', value: `${from}${p.value.slice(to.length)}` }];
      return to.startsWith(text) ? 'unknown' : [];
    }
    case 'suffix': {
      const short = Array.from(p.value, (_, i) => p.value.slice(i + 1));
      const isOne = short.every((rest) => `${from}${rest}`.endsWith(p.value) === `${to}${rest}`.endsWith(p.value));
      return isOne ? [{ kind: 'all', of: [{ kind: 'prefix', value: from }, p] }] : 'unknown';
    }
    case 'expression': case 'all': return 'unknown';
  }
}
