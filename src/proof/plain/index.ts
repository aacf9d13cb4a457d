import { OWN_PORTS } from '../../eval/cluster/capture';
import { mutualTlsMode } from '../../eval/cluster/mutual-tls';
import { portProtocol } from '../../eval/cluster/services';
import { sidecarsFor } from '../../eval/cluster/sidecar-scope';
import { type Direction, isolates } from '../../eval/network/isolation';
import type { WorkloadView } from '../../eval/types';
import type { CallerModel, EdgeModel, PortAccessModel, ServiceModel } from '../../model/model';
import { isHttp, transport } from '../declaration';
import type { Tally } from '../gap';
import type { Context } from '../knocks';
import { HBONE_PORT, isTunnelled, planeOf, planesOf } from '../planes';
import { answering, hasProxy, ISTIOD } from '../projection/egress-policy';
import { servicesInScope } from '../projection/egress-scope';
import { allowedBy, RequestNames } from './authorization';
import { openedBy, opening, podsText } from './network';
import { isOrdinary, isOrdinaryMesh } from './pods';
import { hostsKnown } from './scope';

/** Can statements say it, or does it change nothing? A field that is new to edges has to be thought about here. */
const SAYS: Readonly<Record<keyof EdgeModel, boolean>> = {
  id: true, callee: true, caller: true, access: true, reasons: true, constructs: true, expires: true, owners: true, grants: true,
  sourceCidrs: false,
};
const UNSAID = (Object.keys(SAYS) as (keyof EdgeModel)[]).filter((field) => !SAYS[field]);

/**
 * The first step of the proof: policies compared as wholes, before anybody knocks.
 *
 * What a layer enforces at a pod is a set of statements: these pods at this port, this identity with these requests, this host. Where the
 * policies that were read back say nothing but such statements, and these are the declared ones, then a caller gets in exactly if a
 * statement names it, which is exactly if the declaration does; everybody else (pods and identities that nobody declared, foreign trust
 * domains, plaintext, addresses) is in no statement, and each layer refuses what no statement of it admits.
 *
 * INVARIANT: `true` means that the second step would find nothing. Whatever is said in another form, and whatever else could have a part in
 * it (pods that are not ordinary, data planes that differ from what is declared), is `false`, and decided there.
 */
export class Plain {
  private readonly names = new RequestNames();
  private readonly callers = new Map<ServiceModel, boolean>();
  private readonly ordinary: boolean;
  private readonly meshed: boolean;

  constructor(private readonly context: Context, private readonly tally: Tally) {
    const { world, declaration } = context;
    this.ordinary = !declaration.ambient && isOrdinaryMesh(world);
    this.meshed = declaration.model.mesh.platform === 'istio';
  }

  /** What `checkIngress` and `checkArrivals` ask. */
  public ingress(service: ServiceModel, workload: WorkloadView): boolean {
    const plane = this.meshed ? service.dataPlane : 'none';
    if (!this.ordinary || !isOrdinary(workload) || workload.dataPlane !== plane) return false;
    if (service.migratingFrom !== undefined || service.quarantine !== undefined) return false;
    const edges = this.context.declaration.edgesTo(service);
    if (!edges.every((edge) => this.isOrdinaryEdge(edge))) return false;
    const same = this.sameOpenings(workload, 'Ingress', edges.flatMap((edge) => this.openings(this.podsOfCaller(edge.caller), edge)))
      && (plane === 'none' || (this.isStrict(service, workload) && this.sameRequests(workload, edges)));
    if (same) {
      this.tally.destinations += service.ports.length;
      this.tally.callerClasses += edges.length + 1;
    }
    return same;
  }

  /** What `checkEgressPolicy` and `checkDepartures` ask. */
  public egress(service: ServiceModel, workload: WorkloadView): boolean {
    const { declaration, podsOf } = this.context;
    const { cluster: { nodeLocalDns }, rootNamespace, proxyHosts } = declaration.model.mesh;
    if (service.quarantine !== undefined) return false;
    if (workload.hostNetwork || nodeLocalDns !== undefined || declaration.externalsFrom(service).length > 0) return false;
    const edges = declaration.edgesFrom(service);
    const callees = edges.map((e) => declaration.service(e.callee));
    // What leaves through HBONE is seen at its port; of services that move it may be either.
    if (!callees.every((callee) => podsOf(callee).every((w) => !w.hostNetwork) && waysBetween(service, callee).size === 1)) return false;
    return this.sameOpenings(workload, 'Egress', [
      ...answering(declaration.model).flatMap((dns) => (['UDP', 'TCP'] as const).map((protocol) => (
        opening(podsText(dns.namespace, dns.podLabels), dns.port, protocol)
      ))),
      ...(!this.meshed || !hasProxy(service)
        ? []
        : [
            opening(podsText(rootNamespace, ISTIOD.labels), ISTIOD.port, 'TCP'),
            ...proxyHosts.map((h) => opening(podsText(h.namespace, h.podLabels), h.port, 'TCP')),
          ]),
      ...edges.flatMap((edge, i) => this.openings(podsText(callees[i].namespace, callees[i].podLabels), edge, isThroughHbone(service, callees[i]))),
    ]);
  }

  /** What `checkScope` asks. */
  public scope(service: ServiceModel, workload: WorkloadView): boolean {
    const { world, declaration } = this.context;
    if (!this.meshed || planeOf(service, workload) !== 'sidecar') return true;
    if (!this.ordinary || !isOrdinary(workload) || workload.dataPlane !== 'sidecar') return false;
    // Of hosts outside the cluster more is asked than whether they are known.
    if (world.policies.serviceEntries.length > 0 || declaration.externalsFrom(service).length > 0) return false;
    return this.same(hostsKnown(world, workload), servicesInScope(declaration, service));
  }

  private same(read: ReadonlySet<string> | undefined, declared: ReadonlySet<string>): boolean {
    if (read?.size !== declared.size) return false;
    for (const statement of declared) if (!read.has(statement)) return false;
    this.tally.decisions += declared.size;
    return true;
  }

  private sameOpenings({ namespace, labels }: WorkloadView, direction: Direction, declared: readonly string[]): boolean {
    const policies = this.context.world.policies.in(namespace).network.selecting(labels).map((p) => p.object).filter((p) => isolates(p, direction));
    // Without one everything is open.
    return policies.length > 0 && this.same(openedBy(policies, direction), new Set(declared));
  }

  private openings(pods: string, { access }: EdgeModel, tunnelled = false): readonly string[] {
    return access.map(({ targetPort, protocol: carried }) => {
      const protocol = transport(carried);
      return opening(pods, tunnelled && protocol === 'TCP' ? HBONE_PORT : targetPort, protocol);
    });
  }

  /** Every TCP port is captured, and takes nobody without an identity of this mesh. */
  private isStrict({ ports, excludedInboundPorts }: ServiceModel, workload: WorkloadView): boolean {
    const { world } = this.context;
    const { namespace, labels } = workload;
    return excludedInboundPorts.length === 0
      && ports.every(({ targetPort, protocol, mtls }) => transport(protocol) !== 'TCP' || (mtls === 'strict' && !OWN_PORTS.includes(targetPort)))
      && (sidecarsFor(world, namespace, labels)[0]?.object.spec.ingress ?? []).length === 0
      && world.policies.in(namespace).peer.selecting(labels).every(({ object: { spec } }) => spec.portLevelMtls === undefined)
      && mutualTlsMode(world, workload, 0).mode === 'STRICT';
  }

  private sameRequests(workload: WorkloadView, edges: readonly EdgeModel[]): boolean {
    const { world } = this.context;
    const namespaces = [...new Set([workload.namespace, world.settings.rootNamespace])].map((n) => world.policies.in(n));
    if (namespaces.some((n) => n.request.selecting(workload.labels).length > 0)) return false;
    const policies = namespaces.flatMap((n) => n.authorization.selecting(workload.labels));
    // Without one everything is allowed.
    if (policies.length === 0) return false;
    const declared = new Set<string>();
    for (const { caller, access } of edges) {
      const principals = this.principalsOf(caller);
      for (const one of access) {
        if (transport(one.protocol) !== 'TCP') continue;
        if (!this.isReadAsDeclared(workload, one)) return false;
        for (const principal of principals) for (const request of this.names.ofAccess(one)) declared.add(`${principal} ${request}`);
      }
    }
    return this.same(allowedBy(policies, world.trustDomains, this.names), declared);
  }

  /** Bytes are promised where HTTP is not, and rules about requests hold where it is. */
  private isReadAsDeclared(workload: WorkloadView, { targetPort, protocol, http }: PortAccessModel): boolean {
    const read = portProtocol(this.context.world.services, workload, targetPort);
    return !OWN_PORTS.includes(targetPort) && (http !== undefined || isHttp(protocol)) === (read === 'http');
  }

  private isOrdinaryEdge(edge: EdgeModel): boolean {
    const { declaration } = this.context;
    if (UNSAID.some((field) => edge[field] !== undefined)) return false;
    const { caller } = edge;
    switch (caller.kind) {
      case 'service': return this.isOrdinaryService(declaration.service(caller.service));
      case 'identity': return caller.pods !== undefined && (!this.meshed || declaration.trustDomains.includes(caller.principal.split('/')[0]));
      default: return false;
    }
  }

  /** Its pods show the identity that is declared. */
  private isOrdinaryService(service: ServiceModel): boolean {
    let known = this.callers.get(service);
    if (known === undefined) {
      known = this.context.podsOf(service).every((w) => (
        isOrdinary(w) && (!this.meshed || (w.dataPlane === 'sidecar' && w.serviceAccount === service.serviceAccount))
      ));
      this.callers.set(service, known);
    }
    return known;
  }

  private podsOfCaller(caller: CallerModel): string {
    if (caller.kind === 'service') {
      const { namespace, podLabels } = this.context.declaration.service(caller.service);
      return podsText(namespace, podLabels);
    }
    const { namespace, labels } = (caller as Extract<CallerModel, { kind: 'identity' }>).pods!;
    return podsText(namespace, labels);
  }

  private principalsOf(caller: CallerModel): readonly string[] {
    const { declaration } = this.context;
    if (caller.kind === 'service') return declaration.principalsOf(caller.service);
    const [, ...rest] = (caller as Extract<CallerModel, { kind: 'identity' }>).principal.split('/');
    return declaration.trustDomains.map((t) => [t, ...rest].join('/'));
  }
}

/** Through HBONE, or not. */
function waysBetween(caller: ServiceModel, callee: ServiceModel): ReadonlySet<boolean> {
  return new Set(planesOf(caller).flatMap((from) => planesOf(callee).map((to) => isTunnelled(from, to))));
}

function isThroughHbone(caller: ServiceModel, callee: ServiceModel): boolean {
  return waysBetween(caller, callee).has(true);
}
