import { callerOf } from '../eval/callers';
import { judgeEgress } from '../eval/layers/egress-policy';
import { type End, endOf, type Target } from '../eval/network/end';
import { isolates } from '../eval/network/isolation';
import { EVERYTHING } from '../eval/request-set';
import type { WorkloadView } from '../eval/types';
import type { Labels, Protocol } from '../manifest/kinds';
import type { EdgeModel, ServiceModel } from '../model/model';
import { transport } from './declaration';
import type { Gap, Tally } from './gap';
import type { Context } from './knocks';
import { blocksOf, egressMentions } from './mentions';
import { addressesOf, firstOf, freshAddress, inBlock } from './minimal';
import { HBONE_PORT, isOneOfItsNamespace, isTunnelled, isWaypoint, planeOf } from './planes';
import { answering, API_SERVER_PORTS, destinationsOf, DNS_PORT, hasProxy, ISTIOD, outsideOf } from './projection/egress-policy';

/** Somewhere that a pod must be able to go. */
interface Trip {
  readonly name: string;
  readonly end: End;
  readonly port: number;
  readonly protocol: Protocol;
  readonly workload?: WorkloadView;
  readonly edge?: EdgeModel;
}

/** Every declared call must be able to leave, and so must what every declared call rests on: names, and the proxy's configuration. */
export function checkDepartures(context: Context, service: ServiceModel, workload: WorkloadView, tally: Tally): readonly Gap[] {
  const { world, declaration } = context;
  const caller = callerOf(world, workload);
  const ip = freshAddress(declaration.model.mesh.cluster.podCidrs, []);
  const apart = addressesApart(context, workload);
  const trips = [
    ...calls(context, service, workload, ip), ...needs(context, service, ip), ...outside(context, service, apart),
    ...destinations(context, service, ip), ...apiServers(context, service), ...externalCa(context, service, apart),
  ];
  return trips.flatMap(({ name, end, edge, ...target }): readonly Gap[] => {
    tally.decisions++;
    const { answer, because } = judgeEgress(world, caller, end, target satisfies Target);
    if (answer === 'allow') return [];
    return [{
      statement: 'declared-works', layer: 'egress-policy', caller: workload.id, callee: name, port: target.port, protocol: target.protocol,
      requests: EVERYTHING, undecided: answer === 'undetermined', because, service, ...(edge === undefined ? {} : { edge }),
    }];
  });
}

function calls({ declaration, podsOf }: Context, service: ServiceModel, caller: WorkloadView, ip: string): readonly Trip[] {
  const from = planeOf(service, caller);
  return declaration.edgesFrom(service).flatMap((edge) => {
    const callee = declaration.service(edge.callee);
    if (edge.caller.kind === 'namespace' && !isOneOfItsNamespace(declaration, service)) return [];
    // Sidecars decide by themselves where requests go, and plaintext goes to the pod.
    if (isWaypoint(callee) && from !== 'ambient' && from !== 'gateway') return [];
    return podsOf(callee).flatMap((workload) => {
      const tunnelled = isTunnelled(from, planeOf(callee, workload));
      const trips = edge.access.map(({ targetPort, protocol: carried }): Trip => {
        const protocol = transport(carried);
        const port = tunnelled && protocol === 'TCP' ? HBONE_PORT : targetPort;
        return { name: callee.id, end: { ...endOf(workload), ip: workload.ip ?? ip }, port, protocol, workload, edge };
      });
      return tunnelled ? [...new Map(trips.map((t) => [`${t.port} ${t.protocol}`, t])).values()] : trips;
    });
  });
}

function needs({ declaration: { model } }: Context, service: ServiceModel, ip: string): readonly Trip[] {
  const pods = (namespace: string, labels: Labels): End => ({ pod: true, namespace, labels, ip, hostNetwork: false });
  const { mesh } = model;
  const { nodeLocalDns } = mesh.cluster;
  const protocols: readonly Protocol[] = ['UDP', 'TCP'];
  const names = protocols.flatMap((protocol): readonly Trip[] => [
    ...answering(model).map((dns, i): Trip => (
      { name: i === 0 ? 'cluster DNS' : 'NodeLocal DNSCache', end: pods(dns.namespace, dns.podLabels), port: dns.port, protocol }
    )),
    ...(nodeLocalDns === undefined
      ? []
      : [{ name: 'NodeLocal DNSCache', end: { pod: false, ip: nodeLocalDns, hostNetwork: false }, port: DNS_PORT, protocol }]),
  ]);
  const istiod: Trip = { name: 'istiod', end: pods(mesh.rootNamespace, ISTIOD.labels), port: ISTIOD.port, protocol: 'TCP' };
  const own = mesh.proxyHosts.map((h): Trip => ({ name: `${h.namespace}/${h.service}`, end: pods(h.namespace, h.podLabels), port: h.port, protocol: 'TCP' }));
  const proxied = mesh.platform === 'istio' && hasProxy(service);
  if (service.quarantine !== undefined) return proxied ? [istiod] : [];
  return [...names, ...(proxied ? [istiod, ...own] : [])];
}

function externalCa({ declaration }: Context, service: ServiceModel, apart: readonly string[]): readonly Trip[] {
  const { platform, externalCa: ca } = declaration.model.mesh;
  if (ca === undefined || platform !== 'istio' || !hasProxy(service) || service.quarantine !== undefined) return [];
  return ca.addresses.flatMap((block) => within(block, apart)).map((ip): Trip => (
    { name: `the external CA at ${ip}`, end: { pod: false, ip, hostNetwork: false }, port: ca.port, protocol: 'TCP' }
  ));
}

/** Of the addresses that policies tell apart those of a block, and its first. */
function within(block: string, apart: readonly string[]): readonly string[] {
  const first = firstOf(block);
  return first === undefined ? [] : [...new Set([first, ...apart.filter((ip) => inBlock(ip, block))])];
}

/** INVARIANT: addresses between which there is none of these are answered alike. */
function addressesApart({ world }: Context, { namespace, labels }: WorkloadView): readonly string[] {
  const policies = world.policies.in(namespace).network.selecting(labels).map((p) => p.object).filter((p) => isolates(p, 'Egress'));
  return blocksOf(egressMentions(policies)).peers.flatMap(addressesOf);
}

/** Nothing says which of its ports the network plugin sees. */
function apiServers({ declaration }: Context, { apiServer }: ServiceModel): readonly Trip[] {
  if (apiServer === undefined) return [];
  return declaration.model.mesh.cluster.apiServerCidrs.flatMap((cidr) => firstOf(cidr) ?? []).flatMap((ip) => API_SERVER_PORTS.map((port): Trip => (
    { name: `the API server at ${ip}`, end: { pod: false, ip, hostNetwork: false }, port, protocol: 'TCP' }
  )));
}

/** Of a gateway. */
function destinations({ declaration }: Context, service: ServiceModel, ip: string): readonly Trip[] {
  return destinationsOf(declaration, service).flatMap(({ to, ports }) => {
    const name = to.kind === 'addresses' ? to.cidr : `the pods in ${to.namespace} that its gateway may reach`;
    const ends: readonly End[] = to.kind === 'pods'
      ? [{ pod: true, namespace: to.namespace, labels: to.labels, ip, hostNetwork: false }]
      : [firstOf(to.cidr)].flatMap((address) => (address === undefined ? [] : [{ pod: false, ip: address, hostNetwork: false }]));
    return ends.flatMap((end) => ports.map((port): Trip => ({ name, end, port, protocol: 'TCP' })));
  });
}

function outside({ declaration }: Context, service: ServiceModel, apart: readonly string[]): readonly Trip[] {
  return declaration.externalsFrom(service).flatMap(({ host, addresses, ports, onNode }) => {
    const known = addresses.length === 0 ? outsideOf(declaration.model.mesh.cluster) : addresses.flatMap((a) => within(a, apart));
    const trip = (ip: string, port: number): Trip => ({ name: `${host} at ${ip}`, end: { pod: false, ip, hostNetwork: false }, port, protocol: 'TCP' });
    return [
      ...known.flatMap((ip) => ports.map(({ number }) => trip(ip, number))),
      ...(onNode?.seen ?? []).flatMap((seen) => [firstOf(seen.address)].flatMap((ip) => (ip === undefined ? [] : [trip(ip, seen.port)]))),
    ];
  });
}
