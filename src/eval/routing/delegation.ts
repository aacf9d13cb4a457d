import type { RouteStringMatch, VirtualService, VirtualServiceHttpRoute, VirtualServiceMatch } from '../../manifest/route-kinds';
import { isExported } from '../cluster/hosts';
import { type From, namespaceOfObject } from '../cluster/policies';
import { gatewayName } from '../gateway/names';
import { own as held } from '../own';
import { ruleRef } from '../refs';
import type { RuleRef } from '../types';
import type { World } from '../world';

/** A rule of `http`, whoever wrote it. */
export interface HttpRoute {
  readonly route: VirtualServiceHttpRoute;
  readonly ref: RuleRef;
  /** The rule that delegates to it; left out: it is there by itself. */
  readonly by?: RuleRef;
  /** Of whom its short names are. */
  readonly namespace: string;
  /** Why nobody knows what becomes of what it takes; left out: it says so. */
  readonly doubt?: string;
}

const known = new WeakMap<World, WeakMap<VirtualService, readonly HttpRoute[]>>();

/**
 * The rules of a VirtualService, with those of the ones that it delegates to in their place, as istiod merges them.
 *
 * https://github.com/istio/istio/blob/master/pilot/pkg/model/virtualservice_controller.go (`mergeVirtualServices`)
 */
export function httpRoutesOf(world: World, source: From<VirtualService>): readonly HttpRoute[] {
  const ofWorld = known.get(world) ?? new WeakMap<VirtualService, readonly HttpRoute[]>();
  known.set(world, ofWorld);
  let routes = ofWorld.get(source.object);
  if (routes === undefined) ofWorld.set(source.object, routes = merged(world, source));
  return routes;
}

function merged(world: World, source: From<VirtualService>): readonly HttpRoute[] {
  const namespace = namespaceOfObject(source);
  return (source.object.spec.http ?? []).flatMap((route, i): readonly HttpRoute[] => {
    const ref = ruleRef(source, `spec.http[${i}]`);
    if (route.delegate === undefined) return [{ route, ref, namespace }];
    const { name = '', namespace: of = '' } = route.delegate;
    const delegate = virtualServiceOf(world, of === '' ? namespace : of, name);
    if (delegate === undefined) return [{ route, ref, namespace, doubt: `delegates it to VirtualService ${of === '' ? namespace : of}/${name}, which is not in the manifests` }];
    return delegated(world, { route: inNames(route, namespace), ref, namespace }, delegate);
  });
}

function virtualServiceOf({ policies }: World, namespace: string, name: string): From<VirtualService> | undefined {
  return policies.virtualServices.find((v) => v.object.metadata.name === name && namespaceOfObject(v) === namespace);
}

/** One with hosts is for itself. What is not shown to whoever delegates is nothing to it. */
function delegated(world: World, root: HttpRoute, delegate: From<VirtualService>): readonly HttpRoute[] {
  const namespace = namespaceOfObject(delegate);
  const { hosts = [], http = [], exportTo } = delegate.object.spec;
  const shownTo = (exportTo ?? []).length > 0 ? exportTo : world.settings.defaultExportTo?.virtualService;
  if (hosts.length > 0 || !isExported(shownTo, namespace, root.namespace)) return [];
  return http.flatMap((own, i): readonly HttpRoute[] => {
    const route = together(root.route, inNames(own, namespace));
    return route === undefined ? [] : [{ route, ref: ruleRef(delegate, `spec.http[${i}]`), by: root.ref, namespace }];
  });
}

function inNames(route: VirtualServiceHttpRoute, own: string): VirtualServiceHttpRoute {
  const named = (g: string): string => (g === 'mesh' ? g : gatewayName(g, own));
  if (route.match === undefined) return route;
  return { ...route, match: route.match.map((m) => (m.gateways === undefined ? m : { ...m, gateways: m.gateways.map(named) })) };
}

/**
 * Undefined: they contradict each other, and the delegate's rule counts for nothing.
 *
 * https://github.com/istio/istio/blob/master/pilot/pkg/model/virtualservice.go (`mergeHTTPRoute`)
 */
function together(root: VirtualServiceHttpRoute, own: VirtualServiceHttpRoute): VirtualServiceHttpRoute | undefined {
  const match = matchesTogether(root.match ?? [], own.match ?? []);
  if (match === undefined) return undefined;
  const given = <K extends 'rewrite' | 'directResponse' | 'fault' | 'headers'>(key: K): Partial<VirtualServiceHttpRoute> => {
    const value = own[key] ?? root[key];
    return value === undefined ? {} : { [key]: value };
  };
  return { ...own, match, ...given('rewrite'), ...given('directResponse'), ...given('fault'), ...given('headers') };
}

/** Each match of the delegate has to fit into one of the root, or none of them counts. */
function matchesTogether(roots: readonly VirtualServiceMatch[], own: readonly VirtualServiceMatch[]): readonly VirtualServiceMatch[] | undefined {
  if (roots.length === 0 || own.length === 0) return roots.length === 0 ? own : roots;
  const each = own.map((m) => roots.flatMap((root) => (contradict(root, m) ? [] : [matchTogether(root, m)])));
  return each.some((fitting) => fitting.length === 0) ? undefined : each.flat();
}

/** Whether case counts the delegate says, and otherwise than the root it cannot. */
function matchTogether(root: VirtualServiceMatch, own: VirtualServiceMatch): VirtualServiceMatch {
  const gateways = (own.gateways ?? []).length > 0 ? own.gateways : root.gateways;
  const sourceNamespace = own.sourceNamespace ?? root.sourceNamespace;
  return {
    ...root, ...own,
    headers: { ...root.headers, ...own.headers },
    withoutHeaders: { ...root.withoutHeaders, ...own.withoutHeaders },
    queryParams: { ...root.queryParams, ...own.queryParams },
    sourceLabels: { ...root.sourceLabels, ...own.sourceLabels },
    ...(gateways === undefined ? {} : { gateways }),
    ...(sourceNamespace === undefined ? {} : { sourceNamespace }),
  };
}

/** As istiod takes it, which is not always as it is (`hasConflict`): two expressions never fit, nor does one without any match beside one with. */
function contradict(root: VirtualServiceMatch, own: VirtualServiceMatch): boolean {
  const strings = (['uri', 'scheme', 'method', 'authority'] as const).some((key) => differ(root[key], own[key]));
  const maps = (['headers', 'withoutHeaders', 'queryParams'] as const)
    .some((key) => Object.entries(own[key] ?? {}).some(([name, value]) => differ(held(root[key], name), value)));
  const labels = Object.entries(own.sourceLabels ?? {}).some(([key, value]) => (held(root.sourceLabels, key) ?? value) !== value);
  const [all, some] = [root.gateways ?? [], own.gateways ?? []];
  return strings || maps || labels
    || (root.ignoreUriCase ?? false) !== (own.ignoreUriCase ?? false)
    || (root.port !== undefined && own.port !== undefined && root.port !== own.port)
    || (root.sourceNamespace !== undefined && root.sourceNamespace !== '' && own.sourceNamespace !== root.sourceNamespace)
    || (all.length > 0 && some.length > 0 && (all.length < some.length || some.some((g) => !all.includes(g))));
}

/** The empty text is as none (`stringMatchConflict`). */
function differ(root: RouteStringMatch | undefined, own: RouteStringMatch | undefined): boolean {
  if (root === undefined || own === undefined) return false;
  const says = ({ exact = '', prefix = '', regex = '' }: RouteStringMatch): boolean => `${exact}${prefix}${regex}` !== '';
  const [a, b] = [root, own];
  if ((a.regex ?? '') !== '' && says(b)) return true;
  if ((b.regex ?? '') !== '' && says(a)) return true;
  if ((a.exact ?? '') !== '') return (b.prefix ?? '') !== '' || (b.exact ?? '') !== a.exact;
  if ((a.prefix ?? '') !== '') {
    const value = (b.prefix ?? '') !== '' ? b.prefix! : b.exact ?? '';
    return value === '' || !value.startsWith(a.prefix!);
  }
  return true;
}
