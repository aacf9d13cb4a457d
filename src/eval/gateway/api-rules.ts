import type { GatewayRoute, GatewayRouteRule, RouteFilter, RouteReference } from '../../manifest/route-kinds';
import { type From, namespaceOfObject } from '../cluster/policies';
import { refText, ruleRef } from '../refs';
import { touchesPolicies } from '../routing/headers';
import type { World } from '../world';
import { type ApiMatch, matchOf } from './api-match';
import { type Changes, hasVariables, headerChanges, type PathChange } from './changes';
import { isGranted } from './grants';
import type { Act, Backend, GatewayRule } from './rule';

/** Rules of a route of the Gateway API: one for each of its matches. */
export function apiRules(world: World, source: From<GatewayRoute>): readonly GatewayRule[] {
  return (source.object.spec.rules ?? []).flatMap((rule, i): GatewayRule[] => {
    const ref = ruleRef(source, `spec.rules[${i}]`);
    const matches = (rule.matches ?? []).length === 0 ? [{}] : rule.matches!;
    return matches.map((m): GatewayRule => {
      const match = matchOf(source.object.kind, m);
      const { rank, isForAll, set, takes, doubt } = match;
      return { ref, rank, isForAll, set, takes, ...(doubt === undefined ? {} : { doubt: `${refText(ref)} ${doubt}` }), act: actOf(world, source, rule, match, refText(ref)) };
    });
  });
}

const HARMLESS = ['ResponseHeaderModifier', 'RequestMirror', 'CORS'];
/** istiod takes no others there. */
const OF_BACKENDS = ['RequestHeaderModifier', 'ResponseHeaderModifier'];
const FOLLOWED = [...HARMLESS, 'RequestHeaderModifier', 'URLRewrite'];

function actOf(world: World, source: From<GatewayRoute>, { filters = [], backendRefs = [] }: GatewayRouteRule, match: ApiMatch, place: string): Act {
  if (filters.some((f) => f.type === 'RequestRedirect')) return { kind: 'ends', text: `${place} answers it` };
  const chosen = backendRefs.filter((b) => (b.weight ?? 1) > 0);
  if (chosen.length === 0) return { kind: 'ends', text: `${place} names no backend that takes any` };
  const found = chosen.map((ref) => backendOf(world, source, ref));
  const backends = found.flatMap((b) => (typeof b === 'string' ? [] : [b]));
  const all = [...filters, ...chosen.flatMap((b) => b.filters ?? [])];
  const doubt = doubtOf(world, filters, chosen);
  if (doubt !== undefined) return { kind: 'doubt', text: `${place} ${doubt}`, backends };
  const none = found.find((b) => typeof b === 'string');
  if (none !== undefined) return chosen.length === 1 && none.startsWith('no ') ? { kind: 'ends', text: `${place}: ${none}` } : { kind: 'doubt', text: `${place}: ${none}`, backends };
  return { kind: 'send', backends, changes: changesOf(all, match) };
}

/** Why nobody can say what a backend gets. */
function doubtOf(world: World, filters: readonly RouteFilter[], chosen: NonNullable<GatewayRouteRule['backendRefs']>): string | undefined {
  const ofBackends = chosen.flatMap((b) => b.filters ?? []);
  const all = [...filters, ...ofBackends];
  const other = filters.find((f) => !FOLLOWED.includes(f.type)) ?? ofBackends.find((f) => !OF_BACKENDS.includes(f.type));
  if (other !== undefined) return `has a filter \`${other.type}\`, which is not followed`;
  if (chosen.length > 1 && chosen.some((b) => (b.filters ?? []).some((f) => !HARMLESS.includes(f.type)))) return 'changes it for each backend';
  const isUnknown = all.some(({ requestHeaderModifier: operations = {} }) => hasVariables(operations) && touchesPolicies(world, operations));
  return isUnknown ? 'sets headers from what is not known' : undefined;
}

/** The host of a rewrite comes before one that is set as a header. */
function changesOf(all: readonly RouteFilter[], match: ApiMatch): Changes {
  const { headers, host } = headerChanges(...all.flatMap(({ type, requestHeaderModifier }) => (type === 'RequestHeaderModifier' ? [requestHeaderModifier ?? {}] : [])));
  const { urlRewrite = {} } = all.find(({ type }) => type === 'URLRewrite') ?? {};
  const to = urlRewrite.hostname ?? host;
  const path = pathChange(urlRewrite, match);
  return { headers, ...(to === undefined ? {} : { host: to }), ...(path === undefined ? {} : { path }) };
}

/** As istiod has Envoy do it: what matches everything is replaced as text. */
function pathChange({ path }: NonNullable<RouteFilter['urlRewrite']>, { prefix = '' }: ApiMatch): PathChange | undefined {
  if (path?.type === 'ReplaceFullPath') return { kind: 'whole', to: path.replaceFullPath ?? '/' };
  if (path?.type !== 'ReplacePrefixMatch') return undefined;
  const to = (path.replacePrefixMatch ?? '/').replace(/\/$/, '');
  return to === '' ? { kind: 'strip', from: prefix } : { kind: 'prefix', from: prefix === '' ? '/' : prefix, to };
}

/** A text: why it is none. In another namespace it takes a ReferenceGrant there. */
function backendOf(world: World, source: From<GatewayRoute>, { group = '', kind = 'Service', name, namespace, port }: RouteReference): Backend | string {
  const own = namespaceOfObject(source);
  const to = namespace ?? own;
  if (group !== '' || kind !== 'Service') return `a backend of kind \`${kind}\` is not followed`;
  if (to !== own && !isGranted(world, source.object.kind, own, to, name)) return `no ReferenceGrant of namespace \`${to}\` lets ${source.object.kind}s of \`${own}\` send to Service \`${name}\``;
  return { namespace: to, name, ...(port === undefined ? {} : { port }) };
}
