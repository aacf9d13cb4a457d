import type { GatewayRoute, GatewayRouteRule, RouteReference } from '../../manifest/route-kinds';
import { type From, namespaceOfObject } from '../cluster/policies';
import { refText, ruleRef } from '../refs';
import { touchesPolicies } from '../routing/headers';
import type { HttpRequest } from '../types';
import type { World } from '../world';
import { type ApiMatch, matchOf } from './api-match';
import { hasVariables, withHeaders, withPrefix, withWholePath } from './rewrite';
import type { Act, Backend, GatewayRule } from './rule';

const HARMLESS = ['ResponseHeaderModifier', 'RequestMirror', 'CORS'];

/** Rules of a route of the Gateway API: one for each of its matches. */
export function apiRules(world: World, source: From<GatewayRoute>): readonly GatewayRule[] {
  return (source.object.spec.rules ?? []).flatMap((rule, i): GatewayRule[] => {
    const ref = ruleRef(source, `spec.rules[${i}]`);
    const matches = (rule.matches ?? []).length === 0 ? [{}] : rule.matches!;
    return matches.map((m): GatewayRule => {
      const match = matchOf(source.object.kind, m);
      return { ref, rank: match.rank, isForAll: false, takes: match.takes, act: (http) => actOf(world, source, rule, match, http, refText(ref)) };
    });
  });
}

function actOf(world: World, source: From<GatewayRoute>, rule: GatewayRouteRule, match: ApiMatch, http: HttpRequest | undefined, place: string): Act {
  const { filters = [], backendRefs = [] } = rule;
  if (filters.some((f) => f.type === 'RequestRedirect')) return { kind: 'ends', text: `${place} answers it` };
  const chosen = backendRefs.filter((b) => (b.weight ?? 1) > 0);
  const all = [...filters, ...chosen.flatMap((b) => b.filters ?? [])];
  const other = all.find((f) => ![...HARMLESS, 'RequestHeaderModifier', 'URLRewrite'].includes(f.type));
  if (other !== undefined) return { kind: 'doubt', text: `${place} has a filter \`${other.type}\`, which is not followed` };
  if (chosen.length > 1 && chosen.some((b) => (b.filters ?? []).some((f) => !HARMLESS.includes(f.type)))) return { kind: 'doubt', text: `${place} changes it for each backend` };
  if (chosen.length === 0) return { kind: 'ends', text: `${place} names no backend that takes any` };
  let request = http;
  for (const { type, requestHeaderModifier = {}, urlRewrite = {} } of http === undefined ? [] : all) {
    if (type === 'RequestHeaderModifier') {
      if (hasVariables(requestHeaderModifier) && touchesPolicies(world, requestHeaderModifier)) return { kind: 'doubt', text: `${place} sets headers from what is not known` };
      request = withHeaders(request!, requestHeaderModifier);
    }
    if (type === 'URLRewrite') request = rewritten(request!, urlRewrite, match);
  }
  const allowed: Backend[] = [];
  for (const ref of chosen) {
    const backend = backendOf(world, source, ref);
    if (typeof backend === 'string') return { kind: chosen.length === 1 && backend.startsWith('no ') ? 'ends' : 'doubt', text: `${place}: ${backend}` };
    allowed.push(backend);
  }
  return { kind: 'send', backends: allowed, request: request === undefined ? {} : { http: request } };
}

type Rewrite = NonNullable<NonNullable<GatewayRouteRule['filters']>[number]['urlRewrite']>;

function rewritten(http: HttpRequest, { hostname, path }: Rewrite, { prefix }: ApiMatch): HttpRequest {
  const named = hostname === undefined ? http : { ...http, host: hostname };
  if (path?.type === 'ReplaceFullPath') return withWholePath(named, path.replaceFullPath ?? '/');
  return path?.type === 'ReplacePrefixMatch' ? withPrefix(named, prefix ?? '/', path.replacePrefixMatch ?? '/') : named;
}

/** A text: why it is none. In another namespace it takes a ReferenceGrant there. */
function backendOf(world: World, source: From<GatewayRoute>, { group = '', kind = 'Service', name, namespace, port }: RouteReference): Backend | string {
  const own = namespaceOfObject(source);
  const to = namespace ?? own;
  if (group !== '' || kind !== 'Service') return `a backend of kind \`${kind}\` is not followed`;
  if (to !== own && !isGranted(world, source.object.kind, own, to, name)) return `no ReferenceGrant of namespace \`${to}\` lets ${source.object.kind}s of \`${own}\` send to Service \`${name}\``;
  return { namespace: to, name, ...(port === undefined ? {} : { port }) };
}

function isGranted(world: World, kind: string, from: string, to: string, name: string): boolean {
  return world.policies.referenceGrants.some((grant) => namespaceOfObject(grant) === to
    && grant.object.spec.from.some((f) => f.group === 'gateway.networking.k8s.io' && f.kind === kind && f.namespace === from)
    && grant.object.spec.to.some((t) => t.group === '' && t.kind === 'Service' && (t.name ?? name) === name));
}
