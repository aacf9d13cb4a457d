import type { End } from '../../eval/network/end';
import type { Protocol } from '../../manifest/kinds';
import type { ClusterModel, DnsModel, ExternalEdgeModel, GatewayDestinationModel, MeshModel, ServiceModel } from '../../model/model';
import { accessAt, type Declaration, transport } from '../declaration';
import { inBlock } from '../minimal';
import { gatewayId, HBONE_PORT, isGateway, isTunnelled, planesOf } from '../planes';
import { isPod } from './ingress-policy';

/** RFC 3927 and RFC 4291 section 2.4, and addresses of cloud metadata and credentials beside them: the node's own services. */
export const NODE_OWN = ['168.63.129.16/32', '169.254.0.0/16', 'fe80::/10', 'fd00:ec2::23/128', 'fd00:ec2::254/128'];
/** NodeLocal DNSCache listens on the well-known port. */
export const DNS_PORT = 53;
/** https://istio.io/latest/docs/ops/deployment/application-requirements/#ports-used-by-istio */
export const ISTIOD = { labels: { app: 'istiod' }, port: 15012 } as const;

/** Stands for any address outside the cluster (RFC 5737). */
export const OUTSIDE = '203.0.113.10';
/** The same in IPv6 (RFC 3849). */
const OUTSIDE_IPV6 = '2001:db8::10';

/** One address outside the cluster for each IP family that it has. */
export function outsideOf({ podCidrs }: ClusterModel): readonly string[] {
  return [OUTSIDE, OUTSIDE_IPV6].filter((ip) => podCidrs.some((cidr) => sameFamily(ip, cidr)));
}

export const sameFamily = (ip: string, cidr: string): boolean => ip.includes(':') === cidr.includes(':');

/**
 * NetworkPolicy of the caller sees the pods or the address it goes to, protocol and port: HBONE's, where the connection goes through it.
 * Beyond callees and external hosts a pod may reach DNS, and one with a proxy istiod and what the mesh declares that every proxy reaches;
 * in quarantine istiod alone, by which the denial arrives.
 */
export function mayLeaveTo(declaration: Declaration, service: ServiceModel, end: End, port: number, protocol: Protocol): boolean {
  return mayLeaveByGrant(declaration, service, end, port, protocol)
    || isDns(declaration, service, end, port, protocol)
    || isForProxy(declaration, service, end, port, protocol)
    || isExternal(declaration, service, end, port, protocol);
}

/** INVARIANT: every block of addresses that `mayLeaveTo` tells apart from others, but those of all externals without any. */
export function blocksLeftTo(declaration: Declaration, service: ServiceModel): readonly string[] {
  const { cluster, externalCa } = declaration.model.mesh;
  const externals = declaration.externalsFrom(service);
  return [...new Set([
    ...externals.flatMap(({ addresses, onNode }) => [...addresses, ...(onNode?.seen ?? []).map(({ address }) => address)]),
    ...destinationsOf(declaration, service).flatMap(({ to }) => (to.kind === 'addresses' ? [to.cidr] : [])),
    ...(service.apiServer === undefined ? [] : cluster.apiServerCidrs),
    ...(cluster.nodeLocalDns === undefined ? [] : [`${cluster.nodeLocalDns}/${cluster.nodeLocalDns.includes(':') ? 128 : 32}`]),
    ...(externalCa?.addresses ?? []),
  ])];
}

/** Without what every pod, or every one with a proxy, may reach. */
export function mayLeaveByGrant(declaration: Declaration, service: ServiceModel, end: End, port: number, protocol: Protocol): boolean {
  return isCallee(declaration, service, end, port, protocol) || isDestination(declaration, service, end, port, protocol)
    || isApiServer(declaration, service, end, port, protocol);
}

/** Where API servers may be asked: at the port of their Service or their own. */
export const API_SERVER_PORTS: readonly number[] = [443, 6443];

function isApiServer({ model }: Declaration, { apiServer }: ServiceModel, { ip }: End, port: number, protocol: Protocol): boolean {
  return apiServer !== undefined && ip !== undefined && protocol === 'TCP' && API_SERVER_PORTS.includes(port)
    && model.mesh.cluster.apiServerCidrs.some((cidr) => inBlock(ip, cidr));
}

/** What the owner of a gateway says of it beside its grants. */
export function destinationsOf({ model }: Declaration, service: ServiceModel): readonly GatewayDestinationModel[] {
  return isGateway(service) ? (model.gateways ?? []).filter((g) => gatewayId(g) === service.id).flatMap((g) => g.destinations) : [];
}

function isDestination(declaration: Declaration, service: ServiceModel, end: End, port: number, protocol: Protocol): boolean {
  return protocol === 'TCP' && destinationsOf(declaration, service).some(({ to, ports }) => ports.includes(port) && (to.kind === 'pods'
    ? isPod(end, to.namespace, to.labels)
    : end.ip !== undefined && inBlock(end.ip, to.cidr)));
}

function isCallee(declaration: Declaration, service: ServiceModel, end: End, port: number, protocol: Protocol): boolean {
  return declaration.edgesFrom(service).some((edge) => {
    const callee = declaration.service(edge.callee);
    if (!isPod(end, callee.namespace, callee.podLabels)) return false;
    const tunnelled = planesOf(service).flatMap((from) => planesOf(callee).map((to) => isTunnelled(from, to)));
    return (protocol === 'TCP' && port === HBONE_PORT && tunnelled.includes(true) && edge.access.some((a) => transport(a.protocol) === 'TCP'))
      || ((protocol !== 'TCP' || tunnelled.includes(false)) && accessAt(edge, port, protocol).length > 0);
  });
}

/** The pods that every pod may ask for names. */
export function answering({ mesh: { cluster: { dns, nodeLocalDnsPods } } }: Declaration['model']): readonly DnsModel[] {
  return [dns, ...(nodeLocalDnsPods === undefined ? [] : [nodeLocalDnsPods])];
}

function isDns({ model }: Declaration, { quarantine }: ServiceModel, end: End, port: number, protocol: Protocol): boolean {
  const { nodeLocalDns } = model.mesh.cluster;
  // Names carry data out, too.
  if (protocol === 'SCTP' || quarantine !== undefined) return false;
  return answering(model).some((dns) => port === dns.port && isPod(end, dns.namespace, dns.podLabels))
    || (nodeLocalDns !== undefined && port === DNS_PORT && end.ip === nodeLocalDns);
}

function isForProxy({ model: { mesh } }: Declaration, service: ServiceModel, end: End, port: number, protocol: Protocol): boolean {
  if (mesh.platform !== 'istio' || !hasProxy(service) || protocol !== 'TCP') return false;
  return (port === ISTIOD.port && isPod(end, mesh.rootNamespace, ISTIOD.labels))
    || (service.quarantine === undefined && (mesh.proxyHosts.some((host) => port === host.port && isPod(end, host.namespace, host.podLabels))
      || isExternalCa(mesh, end, port)));
}

/** A pod that has such an address is none: the block would open the way to it. */
function isExternalCa({ externalCa }: MeshModel, { pod, ip }: End, port: number): boolean {
  return externalCa !== undefined && !pod && ip !== undefined && port === externalCa.port && externalCa.addresses.some((block) => inBlock(ip, block));
}

/** Of its own: ztunnel is the node's. */
export function hasProxy(service: ServiceModel): boolean {
  return planesOf(service).some((plane) => plane === 'sidecar' || plane === 'waypoint' || plane === 'gateway');
}

/** The node leads what is dialled there on before NetworkPolicy is asked. */
function isSeen({ onNode }: ExternalEdgeModel, ip: string, port: number): boolean {
  return (onNode?.seen ?? []).some((seen) => seen.port === port && inBlock(ip, seen.address));
}

/** Where its addresses are not known, an external host may be anywhere outside the cluster: this layer is that much wider, and says so. */
function isExternal(declaration: Declaration, service: ServiceModel, { ip }: End, port: number, protocol: Protocol): boolean {
  const { podCidrs, serviceCidrs, nodeCidrs } = declaration.model.mesh.cluster;
  if (ip === undefined || protocol !== 'TCP') return false;
  return declaration.externalsFrom(service).some((external) => isSeen(external, ip, port) || (external.ports.some((p) => p.number === port)
    && (external.addresses.length > 0
      ? external.addresses.some((a) => inBlock(ip, a))
      : podCidrs.some((c) => sameFamily(ip, c)) && ![...podCidrs, ...serviceCidrs, ...nodeCidrs, ...NODE_OWN].some((c) => inBlock(ip, c)))));
}
