import type { GatewayRoute, GatewayRouteRule, RouteFilter } from '../route-kinds';
import type { Findings } from '../schema/finding';
import { isMap } from '../schema/kit';
import { show } from '../schema/show';

// Rules that the CustomResourceDefinitions have in CEL: https://gateway-api.sigs.k8s.io/reference/spec/#httprouterule

/** Each type of filter has its settings in a field of its own, and in no other. */
const FIELDS: Readonly<Record<string, string>> = {
  RequestHeaderModifier: 'requestHeaderModifier', ResponseHeaderModifier: 'responseHeaderModifier', RequestMirror: 'requestMirror',
  RequestRedirect: 'requestRedirect', URLRewrite: 'urlRewrite', ExtensionRef: 'extensionRef', CORS: 'cors', ExternalAuth: 'externalAuth',
};
const ONCE = ['RequestHeaderModifier', 'ResponseHeaderModifier', 'RequestRedirect', 'URLRewrite', 'CORS'];
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH'];

export function gatewayRouteRules({ kind, spec }: GatewayRoute, findings: Findings): void {
  (spec.rules ?? []).forEach((rule, i) => findings.at('spec', () => findings.at('rules', () => findings.at(i, () => ruleRules(kind, rule, findings)))));
}

function ruleRules(kind: GatewayRoute['kind'], rule: GatewayRouteRule, findings: Findings): void {
  const { matches = [], filters = [], backendRefs = [] } = rule;
  filtersOf(filters, findings, []);
  backendRefs.forEach((ref, i) => {
    filtersOf(ref.filters ?? [], findings, ['backendRefs', i]);
    if ((ref.kind ?? 'Service') === 'Service' && (ref.group ?? '') === '' && ref.port === undefined) {
      findings.addAt(['backendRefs', i, 'port'], 'missing-field', 'a reference to a Service needs `port`');
    }
  });
  if (kind !== 'HTTPRoute') return;
  if (backendRefs.length > 0 && filters.some((f) => f.type === 'RequestRedirect')) {
    findings.addAt(['backendRefs'], 'conflict', 'what is redirected goes to no backend', { repair: 'remove them, or the filter `RequestRedirect`' });
  }
  matches.forEach((match, i) => matchRules(match, ['matches', i], findings));
  const isOnePrefix = matches.length === 0 || (matches.length === 1 && typeOf(matches[0]) === 'PathPrefix');
  if (!isOnePrefix && filters.some((f) => f.urlRewrite?.path?.type === 'ReplacePrefixMatch')) {
    findings.addAt(['filters'], 'conflict', '`ReplacePrefixMatch` needs exactly one match, by `PathPrefix`', { repair: 'make a rule of each match' });
  }
}

function typeOf({ path }: Readonly<Record<string, unknown>>): unknown {
  return isMap(path) ? path.type ?? 'PathPrefix' : 'PathPrefix';
}

function filtersOf(filters: readonly RouteFilter[], findings: Findings, at: readonly (string | number)[]): void {
  const types = filters.map((f) => f.type);
  filters.forEach((filter, i) => {
    const path = [...at, 'filters', i];
    const own = FIELDS[filter.type];
    if (own === undefined) findings.addAt([...path, 'type'], 'bad-value', `${show(filter.type)} is no type of filter`, { value: filter.type, repair: `use one of ${Object.keys(FIELDS).join(', ')}` });
    else if (!Object.hasOwn(filter, own)) findings.addAt(path, 'missing-field', `a filter of type ${filter.type} needs \`${own}\``);
    for (const field of Object.values(FIELDS)) {
      if (own !== undefined && field !== own && Object.hasOwn(filter, field)) findings.addAt([...path, field], 'conflict', `is not for a filter of type ${filter.type}`, { repair: 'remove it' });
    }
    if (ONCE.includes(filter.type) && types.indexOf(filter.type) < i) findings.addAt([...path, 'type'], 'duplicate-value', `${filter.type} is given twice`, { value: filter.type });
  });
  if (types.includes('RequestRedirect') && types.includes('URLRewrite')) findings.addAt([...at, 'filters'], 'conflict', 'only one of `RequestRedirect` and `URLRewrite` can be used');
}

/** The path as a client may send it: nothing that is normalized, and no query. */
function matchRules({ path, method }: Readonly<Record<string, unknown>>, at: readonly (string | number)[], findings: Findings): void {
  if (method !== undefined && !METHODS.includes(String(method))) findings.addAt([...at, 'method'], 'bad-value', `must be one of ${METHODS.join(', ')}, got ${show(method)}`, { value: method });
  if (!isMap(path)) return;
  const { type = 'PathPrefix', value = '/' } = path;
  if (type !== 'Exact' && type !== 'PathPrefix' && type !== 'RegularExpression') {
    findings.addAt([...at, 'path', 'type'], 'bad-value', `must be one of Exact, PathPrefix, RegularExpression, got ${show(type)}`, { value: type });
  } else if (type !== 'RegularExpression' && (typeof value !== 'string' || !value.startsWith('/') || /\/\/|\/\.\.?(\/|$)|%2f|#/i.test(value))) {
    findings.addAt([...at, 'path', 'value'], 'bad-path', `${show(value)} is no path that begins with \`/\`, without \`//\`, \`/.\`, \`/..\`, \`%2f\` and \`#\``, { value });
  }
}
