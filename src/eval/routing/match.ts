import { parseRe2 } from '../../manifest/syntax/re2';
import type { RouteStringMatch, VirtualServiceMatch } from '../../manifest/route-kinds';
import { and, type Approximation, exact, ofTri, UNDECIDED } from '../approximation';
import { demanded } from '../authorization/demand';
import { carries } from '../matcher/selector';
import { own } from '../own';
import { hasAutomaton, http as httpSet, matchesPattern, type Pattern } from '../request-set';
import { every, type Tri, tri } from '../tri';
import type { Caller, HttpRequest } from '../types';
import { queryParameter } from './query';

/** What a rule asks, of whoever asks the proxy. */
export interface Match {
  /** What no request changes. */
  readonly holds: Tri;
  readonly set: Approximation;
  /** Why it is not known of some request, or of sets of them; left out: it is. */
  readonly doubt?: string;
  /** One request; it must not know the set. */
  takes(http: HttpRequest): Tri;
}

/** The proxy that goes by a route: what it is called, and the port that it listens at. */
export interface RoutedAt {
  readonly gateways: readonly string[];
  readonly port: number;
}

export interface Test {
  readonly set: Approximation;
  readonly doubt?: string;
  holds(http: HttpRequest): Tri;
}

/**
 * `gateways` are to be names that the proxy is known by. Where a match names gateways, who asks is not looked at.
 *
 * https://github.com/istio/istio/blob/master/pilot/pkg/networking/core/route/route.go (`TranslateRouteMatch`, `sourceMatchHTTP`)
 */
export function compiled(m: VirtualServiceMatch, at: RoutedAt, caller: Pick<Caller, 'namespace' | 'labels'>): Match {
  const named = (m.gateways ?? []).length > 0;
  const holds = every([
    named ? tri(m.gateways!.some((g) => at.gateways.includes(g))) : 'yes',
    tri(m.port === undefined || m.port === at.port),
    named || m.sourceNamespace === undefined || m.sourceNamespace === '' ? 'yes' : caller.namespace === undefined ? 'unknown' : tri(caller.namespace === m.sourceNamespace),
    named || m.sourceLabels === undefined ? 'yes' : caller.labels === undefined ? 'unknown' : tri(carries(caller.labels, m.sourceLabels)),
  ]);
  const tests = testsOf(m);
  const doubt = tests.find((t) => t.doubt !== undefined)?.doubt;
  return {
    holds,
    set: and([ofTri(holds), ...tests.map((t) => t.set)]),
    ...(doubt === undefined ? {} : { doubt }),
    takes: (http) => every([holds, ...tests.map((t) => t.holds(http))]),
  };
}

function testsOf(m: VirtualServiceMatch): readonly Test[] {
  const { uri, ignoreUriCase, method, authority, scheme, headers = {}, withoutHeaders = {}, queryParams = {} } = m;
  return [
    ...(uri === undefined ? [] : [stringTest('paths', uri, ({ path }) => path.replace(/\?.*$/s, ''), ignoreUriCase)]),
    ...(method === undefined ? [] : [stringTest('methods', method, (http) => http.method)]),
    ...(authority === undefined ? [] : [authorityTest(authority)]),
    ...(scheme === undefined ? [] : [{ set: UNDECIDED, doubt: 'asks for a `scheme`, which is not known', holds: (): Tri => 'unknown' }]),
    ...Object.entries(headers).map(([name, match]) => headerTest(name, match)),
    ...Object.entries(withoutHeaders).map(([name, match]) => withoutTest(name, match)),
    ...Object.entries(queryParams).map(([name, match]) => queryTest(name, match)),
  ];
}

function unknown(doubt: string): Test {
  return { set: UNDECIDED, doubt, holds: () => 'unknown' };
}

/** Of nothing at all, or of a star that is no expression of RE2, it is asked whether there is a value. */
function isPresence({ exact: value, prefix, regex }: RouteStringMatch): boolean {
  return (value === undefined && prefix === undefined && regex === undefined) || regex === '*';
}

/** `asSet` undefined: no set of it can be made. */
interface Strings {
  readonly asSet?: Pattern;
  readonly doubt?: string;
  readonly has: (value: string) => boolean;
}

/** A text: why it is not followed. */
export function stringsOf({ exact: value, prefix, regex }: RouteStringMatch, ignoresCase = false): Strings | string {
  if (regex !== undefined) return expressionStrings(regex);
  const text = value ?? prefix ?? '';
  if (ignoresCase) return expressionStrings(`${[...text].map(eitherCase).join('')}${value === undefined ? '(?s:.*)' : ''}`);
  const pattern: Pattern = value !== undefined ? { kind: 'exact', value } : { kind: 'prefix', value: text };
  return { asSet: pattern, has: (given) => matchesPattern(pattern, given) };
}

/** As Envoy folds them: letters of ASCII alone. */
function eitherCase(c: string): string {
  return /[a-zA-Z]/.test(c) ? `[${c.toLowerCase()}${c.toUpperCase()}]` : /[0-9/_-]/.test(c) || c.codePointAt(0)! > 0x7f ? c : `\\${c}`;
}

function expressionStrings(regex: string): Strings | string {
  const result = parseRe2(regex);
  if (!('re2' in result)) return `goes by the expression \`${regex}\`, which ${'unread' in result ? result.unread : result.refused}`;
  const pattern: Pattern = { kind: 'expression', value: regex };
  const has = (given: string): boolean => matchesPattern(pattern, given);
  return !hasAutomaton(regex) ? { doubt: `goes by the expression \`${regex}\`, of which no set of requests can be made`, has } : { asSet: pattern, has };
}

export function stringTest(of: string, match: RouteStringMatch, valueIn: (http: HttpRequest) => string | undefined, ignoresCase = false): Test {
  const strings = stringsOf(match, ignoresCase);
  if (typeof strings === 'string') return unknown(strings);
  const { asSet, doubt, has } = strings;
  return {
    set: asSet === undefined ? UNDECIDED : demanded([{ of, in: [asSet] }]),
    ...(doubt === undefined ? {} : { doubt }),
    holds: (http) => {
      const value = valueIn(http);
      return tri(value !== undefined && has(value));
    },
  };
}

/** Sets know hosts in lower case, and here case counts. */
function authorityTest(match: RouteStringMatch): Test {
  return { ...stringTest('hosts', match, (http) => http.host), set: UNDECIDED, doubt: 'asks for an `authority`, of which no set of requests can be made' };
}

const CLAIMS = /^@request\.auth\.claims[.[]/i;

/** A value with a comma in it, or several. */
function valueOf(http: HttpRequest, name: string): string | 'several' | undefined {
  const value = own(http.headers, name);
  return value?.includes(',') === true ? 'several' : value;
}

export function headerTest(written: string, match: RouteStringMatch): Test {
  if (CLAIMS.test(written)) return unknown('goes by claims of a token, which is not followed');
  const name = written.toLowerCase();
  if (isPresence(match)) return { set: demanded([{ of: `header ${name}`, in: [{ kind: 'prefix', value: '' }] }]), holds: (http) => tri(own(http.headers, name) !== undefined) };
  const test = stringTest(`header ${name}`, match, (http) => own(http.headers, name));
  return { ...test, holds: (http) => (valueOf(http, name) === 'several' ? 'unknown' : test.holds(http)) };
}

/** What is not there is compared as the empty text. */
function withoutTest(written: string, match: RouteStringMatch): Test {
  if (CLAIMS.test(written)) return unknown('goes by claims of a token, which is not followed');
  const name = written.toLowerCase();
  if (isPresence(match)) {
    return { set: exact(httpSet({ headers: { [name]: { in: [], absent: true } } })), holds: (http) => tri(own(http.headers, name) === undefined) };
  }
  const strings = stringsOf(match);
  if (typeof strings === 'string') return unknown(strings);
  const { asSet, doubt, has } = strings;
  const without = asSet && { notIn: [asSet], ...(has('') ? {} : { absent: true }) };
  return {
    set: without === undefined ? UNDECIDED : exact(httpSet({ headers: { [name]: without } })),
    ...(doubt === undefined ? {} : { doubt }),
    holds: (http) => {
      const value = valueOf(http, name);
      return value === 'several' ? 'unknown' : tri(!has(value ?? ''));
    },
  };
}

/** Sets of requests know no query. */
export function queryTest(name: string, match: RouteStringMatch): Test {
  const strings = isPresence(match) ? undefined : stringsOf(match);
  if (typeof strings === 'string') return unknown(strings);
  return {
    set: UNDECIDED,
    doubt: 'asks for a query, of which sets of requests know nothing',
    holds: ({ path }) => {
      const value = queryParameter(path, name);
      if (value === 'unknown') return 'unknown';
      return tri(value !== undefined && (strings === undefined || strings.has(value.text)));
    },
  };
}
