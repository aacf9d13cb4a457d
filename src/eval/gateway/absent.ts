import type { Gateway, GatewayListener, Labels } from '../../manifest/kinds';
import type { GatewayRoute, GatewayServer, IstioGateway, VirtualService } from '../../manifest/route-kinds';
import { GATEWAY_NAME, WAYPOINT_CLASS } from '../cluster/gateways';
import { type From, namespaceOfObject } from '../cluster/policies';
import { httpRoutesOf } from '../routing/delegation';
import { carries } from '../matcher/selector';
import type { WorkloadView } from '../types';
import type { World } from '../world';
import { type Listener, listenersOf, ofListener, ofServer } from './listener';
import { gatewayName } from './names';

/** A gateway that routes speak of, and of which these manifests have no pods, or nothing at all. */
export interface AbsentGateway {
  /** As far as it is known. */
  readonly pod: WorkloadView;
  /** With the ports of its pods. */
  readonly listeners: readonly { readonly at: number; readonly listener: Listener }[];
  /** Its Gateway is there, which says ports. */
  readonly isWritten: boolean;
  /** Routes name it. */
  readonly isRouted: boolean;
  readonly text: string;
}

/** One team's manifests without the gateway that another runs: what it does about clients nobody knows. */
export function absentGateways(world: World): readonly AbsentGateway[] {
  const { istioGateways, virtualServices, gatewayRoutes } = world.policies;
  const deployed = world.gateways.all.filter(({ object }) => object.spec.gatewayClassName !== WAYPOINT_CLASS);
  const known = new Set([...istioGateways, ...world.gateways.all].map(nameOf));
  const [byIstio, byApi] = [new Set(virtualServices.flatMap(gatewaysOf)), new Set(gatewayRoutes.flatMap(parentsOf))];
  return [
    ...istioGateways.flatMap((source) => withoutPods(world, source, source.object.spec.selector ?? {}, byIstio, () => true)),
    ...deployed.flatMap((source) => (
      withoutPods(world, source, { [GATEWAY_NAME]: source.object.metadata.name }, byApi, (pod) => pod.namespace === namespaceOfObject(source)))),
    ...unwritten(virtualServices, gatewaysOf, known, (name, sources) => istioListeners(world, name, sources)),
    ...unwritten(gatewayRoutes, parentsOf, known, apiListeners),
  ];
}

function withoutPods(
  world: World, source: From<IstioGateway> | From<Gateway>, labels: Labels, routed: ReadonlySet<string>, mayBe: (pod: WorkloadView) => boolean,
): readonly AbsentGateway[] {
  if (world.workloads.some((pod) => carries(pod.labels, labels) && mayBe(pod))) return [];
  const pod = podOf(nameOf(source), labels);
  const listeners = listenersOf(world, pod).filter(({ listener }) => listener.source === source);
  return [{ pod, listeners, isWritten: true, isRouted: routed.has(pod.id), text: `no pod of Gateway ${nameOf(source)} is in the manifests` }];
}

function unwritten<T extends VirtualService | GatewayRoute>(
  all: readonly From<T>[], namesOf: (source: From<T>) => readonly string[], known: ReadonlySet<string>,
  listeners: (name: string, sources: readonly From<T>[]) => readonly Listener[],
): readonly AbsentGateway[] {
  const names = [...new Set(all.flatMap(namesOf))].filter((name) => !known.has(name)).sort();
  return names.map((name): AbsentGateway => ({
    pod: podOf(name, {}), isWritten: false, isRouted: true, text: `Gateway ${name} is not in the manifests`,
    listeners: listeners(name, all.filter((source) => namesOf(source).includes(name))).map((listener) => ({ at: listener.port, listener })),
  }));
}

function nameOf(source: From<IstioGateway> | From<Gateway>): string {
  return `${namespaceOfObject(source)}/${source.object.metadata.name}`;
}

function gatewaysOf(source: From<VirtualService>): readonly string[] {
  return (source.object.spec.gateways ?? []).filter((g) => g !== 'mesh').map((g) => gatewayName(g, namespaceOfObject(source)));
}

const API = 'gateway.networking.k8s.io';

function parentsOf(source: From<GatewayRoute>): readonly string[] {
  return (source.object.spec.parentRefs ?? []).flatMap(({ group = API, kind = 'Gateway', name, namespace = namespaceOfObject(source) }) => (
    group === API && kind === 'Gateway' ? [`${namespace}/${name}`] : []));
}

interface AnyRule {
  readonly match?: readonly { readonly port?: unknown }[];
}

/** Whatever its VirtualServices could be for. */
function istioListeners(world: World, gateway: string, sources: readonly From<VirtualService>[]): readonly Listener[] {
  const [namespace, name] = gateway.split('/');
  const specs = sources.map(({ object }) => object.spec);
  const server = (protocol: string, number: number): GatewayServer => ({
    port: { number, protocol, name: `${protocol}-${number}` }, hosts: ['*/*'], ...(protocol === 'TLS' ? { tls: { mode: 'PASSTHROUGH' } } : {}),
  });
  const ofKind = (protocol: string, usual: number, rules: readonly AnyRule[]): readonly GatewayServer[] => {
    const portsOf = (match: NonNullable<AnyRule['match']>): readonly number[] => match.map(({ port }) => (typeof port === 'number' ? port : usual));
    const ports = rules.flatMap(({ match = [] }) => (match.length === 0 ? [usual] : portsOf(match)));
    return [...new Set(ports)].map((port) => server(protocol, port));
  };
  const servers = [
    ...ofKind('HTTP', 80, sources.flatMap((source) => httpRoutesOf(world, source).map(({ route }) => route))), ...ofKind('TLS', 443, specs.flatMap((s) => s.tls ?? [])),
    ...ofKind('TCP', 0, specs.flatMap((s) => s.tcp ?? [])),
  ];
  const object: IstioGateway = { apiVersion: 'networking.istio.io/v1', kind: 'Gateway', metadata: { namespace, name }, spec: { servers } };
  return servers.map((one, i) => ofServer({ object, origin: sources[0].origin }, one, i));
}

const PROTOCOLS: Readonly<Record<GatewayRoute['kind'], string>> = { HTTPRoute: 'HTTP', GRPCRoute: 'HTTP', TLSRoute: 'TLS', TCPRoute: 'TCP' };

/** Those that its routes name. */
function apiListeners(gateway: string, sources: readonly From<GatewayRoute>[]): readonly Listener[] {
  const [namespace, name] = gateway.split('/');
  const named = sources.flatMap((source) => (source.object.spec.parentRefs ?? []).map(({ sectionName = 'any', port = 80 }): GatewayListener => ({
    name: sectionName, port, protocol: PROTOCOLS[source.object.kind], allowedRoutes: { namespaces: { from: 'All' } },
    ...(source.object.kind === 'TLSRoute' ? { tls: { mode: 'Passthrough' } } : {}),
  })));
  const listeners = [...new Map(named.map((l) => [JSON.stringify(l), l])).values()];
  const spec = { gatewayClassName: '', listeners };
  const object: Gateway = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway', metadata: { namespace, name }, spec };
  return listeners.map((one, i) => ofListener({ object, origin: sources[0].origin }, one, i));
}

function podOf(gateway: string, labels: Labels): WorkloadView {
  const [namespace, name] = gateway.split('/');
  return {
    id: gateway, namespace, name, labels, annotations: {}, serviceAccount: 'default',
    dataPlane: 'gateway', hostNetwork: false, containerPorts: [], assumed: true,
  };
}
