import type { RouteStringMatch, VirtualServiceHttpRoute, VirtualServiceMatch, VirtualServiceSpec, VirtualServiceStreamRoute } from '../route-kinds';
import type { Findings } from '../schema/finding';
import { isMap } from '../schema/kit';
import { show } from '../schema/show';
import { parseRe2 } from '../syntax/re2';

// What istiod's webhook refuses: https://github.com/istio/istio/blob/master/pkg/config/validation/virtualservice.go

const ENDS = ['route', 'redirect', 'directResponse', 'delegate'] as const;

interface Mirrored {
  readonly mirror?: unknown;
  readonly mirrors?: readonly unknown[];
}

/** One of them decides what becomes of a request; nothing goes on that is answered. */
export function httpRouteRules(value: VirtualServiceHttpRoute & Mirrored, findings: Findings): void {
  const set = ENDS.filter((key) => (key === 'route' ? (value.route ?? []).length > 0 : value[key] !== undefined));
  if (set.length === 0) findings.add('missing-field', 'an HTTP route needs `route`, `redirect`, `directResponse` or `delegate`');
  const only = (one: string, other: string): void => findings.add('conflict', `only one of \`${one}\` and \`${other}\` can be set`);
  if (value.delegate !== undefined) {
    for (const key of ['redirect', 'route'] as const) if (set.includes(key)) only('delegate', key);
    return;
  }
  const [one, other] = set;
  if (other !== undefined) only(one, other);
  if (one === 'redirect' || one === 'directResponse') {
    for (const key of ['fault', 'rewrite'] as const) if (value[key] !== undefined) only(one, key);
  }
  if (value.mirror !== undefined && (value.mirrors ?? []).length > 0) only('mirror', 'mirrors');
  weights(value.route ?? [], findings);
  rewrite(value.rewrite, findings);
  redirect(value.redirect, findings);
}

/** A negative share is none, and of several one has to have some. */
export function weights(route: readonly { readonly weight?: number }[], findings: Findings): void {
  route.forEach(({ weight = 0 }, i) => {
    if (weight < 0) findings.addAt(['route', i, 'weight'], 'bad-value', `must not be negative, got ${weight}`, { value: weight });
  });
  if (route.length > 1 && route.every(({ weight = 0 }) => weight === 0)) {
    findings.addAt(['route'], 'missing-field', 'of several destinations one needs a `weight`');
  }
}

function rewrite(given: VirtualServiceHttpRoute['rewrite'], findings: Findings): void {
  if (given === undefined) return;
  const set = ['uri', 'uriRegexRewrite', 'authority'].filter((key) => given[key] !== undefined && given[key] !== '');
  if (set.length === 0) findings.addAt(['rewrite'], 'missing-field', 'a rewrite needs `uri`, `uriRegexRewrite` or `authority`');
  const { uriRegexRewrite } = given;
  if (isMap(uriRegexRewrite) && typeof uriRegexRewrite.match === 'string') expression(['rewrite', 'uriRegexRewrite', 'match'], uriRegexRewrite.match, findings);
  if (set.includes('uri') && set.includes('uriRegexRewrite')) findings.addAt(['rewrite'], 'conflict', 'only one of `uri` and `uriRegexRewrite` can be set');
}

function redirect(given: VirtualServiceHttpRoute['redirect'], findings: Findings): void {
  if (given === undefined) return;
  const isSet = (key: string): boolean => given[key] !== undefined && given[key] !== '';
  if (!['uri', 'prefixRewrite', 'authority', 'port', 'derivePort', 'scheme'].some(isSet)) findings.addAt(['redirect'], 'missing-field', 'a redirect needs `uri`, `authority`, `scheme` or a port');
  if (isSet('scheme') && given.scheme !== 'http' && given.scheme !== 'https') findings.addAt(['redirect', 'scheme'], 'bad-value', `must be http or https, got ${show(given.scheme)}`, { value: given.scheme });
}

type Named = readonly [path: readonly string[], match: RouteStringMatch | undefined];

function namedIn(key: string, matches: Readonly<Record<string, RouteStringMatch>> = {}): readonly Named[] {
  return Object.entries(matches).map(([name, value]) => [[key, name], value]);
}

/** Only a path may begin with nothing: any does. Of headers that are not to be there a star stands for any. */
export function matchRules({ uri, scheme, method, authority, headers, withoutHeaders, queryParams }: VirtualServiceMatch, findings: Findings): void {
  const others: readonly Named[] = [
    [['scheme'], scheme], [['method'], method], [['authority'], authority], ...namedIn('headers', headers), ...namedIn('queryParams', queryParams),
    ...namedIn('withoutHeaders', withoutHeaders).filter(([, value]) => value?.regex !== '*'),
  ];
  for (const [path, value] of others) if (value?.prefix === '') findings.addAt([...path, 'prefix'], 'empty', 'must not be empty');
  for (const [path, value] of [[['uri'], uri] as const, ...others]) if (value?.regex !== undefined) expression([...path, 'regex'], value.regex, findings);
}

/** Go's `regexp`, as the webhook asks it, and at most as long as it takes. */
function expression(at: readonly string[], text: string, findings: Findings): void {
  if (text === '') return findings.addAt(at, 'empty', 'must not be empty');
  const result = parseRe2(text);
  if ('refused' in result) findings.addAt(at, 'bad-value', `must be a regular expression of RE2, and ${show(text)} ${result.refused}`, { value: text });
}

/** A connection goes somewhere; by TLS it is told by its server name. */
export function streamRules(key: 'tcp' | 'tls', routes: readonly VirtualServiceStreamRoute[], findings: Findings): void {
  routes.forEach(({ match = [], route = [] }, i) => {
    const at = ['spec', key, i];
    if (route.length === 0) findings.addAt(at, 'missing-field', `a ${key.toUpperCase()} route needs \`route\``);
    if (key === 'tcp') return;
    if (match.length === 0) findings.addAt(at, 'missing-field', 'a TLS route needs `match`');
    match.forEach(({ sniHosts }, j) => {
      if (!Array.isArray(sniHosts) || sniHosts.length === 0) findings.addAt([...at, 'match', j], 'missing-field', 'a TLS match needs `sniHosts`');
    });
  });
}

export function specRules({ hosts = [], gateways = [], http = [], tcp = [], tls = [] }: VirtualServiceSpec, findings: Findings): void {
  const at = (key: string): readonly (string | number)[] => ['spec', key];
  if (http.length + tcp.length + tls.length === 0) findings.addAt(['spec'], 'missing-field', 'a VirtualService needs `http`, `tcp` or `tls`');
  if (hosts.length === 0) {
    http.forEach(({ delegate }, i) => {
      if (delegate !== undefined) findings.addAt([...at('http'), i, 'delegate'], 'conflict', 'one to which others delegate delegates to nobody', { repair: 'remove it, or list hosts' });
    });
    for (const [key, given] of [['gateways', gateways], ['tls', tls], ['tcp', tcp]] as const) {
      if (given.length > 0) findings.addAt(at(key), 'conflict', 'one without `hosts`, to which others delegate, takes none', { repair: 'remove it, or list hosts' });
    }
  }
  const isInMesh = gateways.length === 0 || gateways.includes('mesh');
  hosts.forEach((host, i) => {
    if (isInMesh && host === '*') findings.addAt([...at('hosts'), i], 'bad-host', 'names every host, which only gateways take', { value: host, repair: 'list the hosts' });
    const first = hosts.slice(0, i).find((other) => covers(other, host) || covers(host, other));
    if (first !== undefined) findings.addAt([...at('hosts'), i], 'duplicate-value', `${show(host)} and ${show(first)} have hosts in common`, { value: host, repair: 'remove one of them' });
  });
}

function covers(pattern: string, host: string): boolean {
  return pattern === host || pattern === '*' || (pattern.startsWith('*') && host.endsWith(pattern.slice(1)));
}
