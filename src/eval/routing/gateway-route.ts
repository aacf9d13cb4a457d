import type { GatewayRoute, GatewayRouteRule, RouteFilter, RouteReference } from '../../manifest/route-kinds';
import { EVERY, UNDECIDED } from '../approximation';
import { type From, namespaceOfObject } from '../cluster/policies';
import { refText, ruleRef } from '../refs';
import type { Caller } from '../types';
import type { World } from '../world';
import type { Course, Step } from './course';
import { touchesPolicies } from './headers';
import { picksAmong } from './same-pods';

/** The Service that a caller dials. */
export interface DialledService {
  readonly namespace: string;
  readonly name: string;
  readonly port: number;
}

/** What leaves a request as it is, or is about the answer. */
const HARMLESS = ['ResponseHeaderModifier', 'RequestMirror', 'CORS'];

function isHarmless(world: World, { type, requestHeaderModifier }: RouteFilter): boolean {
  return HARMLESS.includes(type) || (type === 'RequestHeaderModifier' && !touchesPolicies(world, requestHeaderModifier ?? {}));
}

/**
 * A route with the Service as parent, from the Service's namespace or from the caller's.
 *
 * https://gateway-api.sigs.k8s.io/mesh/mesh-overview/
 */
export function isRouteOf(source: From<GatewayRoute>, service: DialledService, caller: Pick<Caller, 'namespace'>): boolean {
  const own = namespaceOfObject(source);
  return (own === service.namespace || own === caller.namespace) && (source.object.spec.parentRefs ?? []).some((parent) => (
    parent.kind === 'Service' && parent.name === service.name && (parent.namespace ?? own) === service.namespace && (parent.port ?? service.port) === service.port));
}

/** Rules of all of them together; which is the most specific one is not asked, and what each matches only where it is everything. */
export function courseOfRoutes(world: World, sources: readonly From<GatewayRoute>[], service: DialledService): Course {
  return { ordered: false, steps: sources.flatMap((source) => stepsOf(world, source, service)) };
}

export function stepsOf(world: World, source: From<GatewayRoute>, service: DialledService): readonly Step[] {
  const own = namespaceOfObject(source);
  return (source.object.spec.rules ?? []).map((rule, i): Step => {
    const ref = ruleRef(source, `spec.rules[${i}]`);
    const isAlways = takesAll(rule);
    return { ref, ...effectOf(world, rule, own, service, refText(ref)), takes: isAlways ? EVERY : UNDECIDED, matches: () => (isAlways ? 'yes' : 'unknown') };
  });
}

function takesAll({ matches = [] }: GatewayRouteRule): boolean {
  return matches.length === 0 || matches.some((match) => {
    const { path, ...others } = match as { readonly path?: { readonly type?: string; readonly value?: string } };
    return Object.keys(others).length === 0 && (path === undefined || ((path.type ?? 'PathPrefix') === 'PathPrefix' && (path.value ?? '/') === '/'));
  });
}

function backendText({ name, namespace, port }: RouteReference, own: string): string {
  return `${namespace ?? own}/${name}${port === undefined ? '' : `:${port}`}`;
}

function effectOf(
  world: World, { filters = [], backendRefs = [] }: GatewayRouteRule, own: string, service: DialledService, place: string,
): Pick<Step, 'effect' | 'text'> {
  if (filters.some((f) => f.type === 'RequestRedirect')) return { effect: 'ends', text: `${place} answers it` };
  const other = backendRefs.find(({ group = '', kind = 'Service', name, namespace = own, port = service.port }) => {
    if (group !== '' || kind !== 'Service' || namespace !== service.namespace) return true;
    return name === service.name ? port !== service.port : !picksAmong(world, { namespace, name, port }, service);
  });
  if (other !== undefined || backendRefs.length === 0) {
    return { effect: 'elsewhere', text: other === undefined ? `${place} names no backend` : `${place} may send it to \`${backendText(other, own)}\` instead` };
  }
  const changes = [...filters, ...backendRefs.flatMap((b) => b.filters ?? [])].some((f) => !isHarmless(world, f));
  return changes ? { effect: 'elsewhere', text: `${place} changes it on the way, which is not followed` } : { effect: 'on', text: '' };
}
