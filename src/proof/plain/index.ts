import { type Direction, isolates } from '../../eval/network/isolation';
import type { WorkloadView } from '../../eval/types';
import { overlap } from '../../model/cidr';
import type { EdgeModel, KubernetesServiceModel, ServiceModel } from '../../model/model';
import { transport } from '../declaration';
import type { Tally } from '../gap';
import type { Context } from '../knocks';
import { HBONE_PORT, isTunnelled, type Plane, planeOf, planesOf } from '../planes';
import { answering, destinationsOf, hasProxy, ISTIOD } from '../projection/egress-policy';
import { servicesInScope } from '../projection/egress-scope';
import { RequestNames } from './authorization';
import { Callers } from './callers';
import { atWaypoint } from './front';
import type { Sides, Speech } from './identities';
import { blockText, openedBy, opening, podsText, PROBED } from './network';
import { isOrdinary, isOrdinaryMesh } from './pods';
import { hostsKnown } from './scope';
import { atSidecar } from './sidecar';
import { atZtunnel } from './ztunnel';

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
  private readonly callers: Callers;
  private readonly speech: Omit<Speech, 'portsOf'>;
  private readonly ordinary: boolean;
  private readonly meshed: boolean;
  /** No route takes a call anywhere but where it was dialled. */
  private readonly unrouted: boolean;

  constructor(private readonly context: Context, private readonly tally: Tally) {
    const { world, declaration } = context;
    this.callers = new Callers(context);
    this.speech = { callers: this.callers, names: new RequestNames() };
    this.ordinary = isOrdinaryMesh(world, declaration.model.mesh.cluster) && declaration.ambient === world.ambient;
    this.unrouted = world.policies.virtualServices.length === 0 && world.policies.gatewayRoutes.length === 0;
    this.meshed = declaration.model.mesh.platform === 'istio';
  }

  /** What `checkIngress` and `checkArrivals` ask. */
  public ingress(service: ServiceModel, workload: WorkloadView): boolean {
    if (service.stage !== undefined) return false;
    const [plane] = this.meshed ? planesOf(service) : ['none' as const];
    if (!this.ordinary || !isOrdinary(workload) || workload.dataPlane !== plane) return false;
    if (service.migratingFrom !== undefined || service.quarantine !== undefined) return false;
    const edges = this.context.declaration.edgesTo(service);
    if (!edges.every((edge) => this.callers.areOrdinary(edge))) return false;
    // What is sent there through a headless Service is not the same from every data plane.
    if (plane === 'ambient' && service.kubernetesServices.some((s) => s.headless) && !edges.every((edge) => this.callers.sendHbone(edge))) return false;
    const openings = edges.flatMap((edge) => this.openings(this.callers.podsOf(edge.caller), edge, plane === 'ambient'));
    const same = this.sameOpenings(workload, 'Ingress', plane === 'ambient' ? [...openings, ...PROBED] : openings)
      && this.sameIdentities(service, workload, plane, edges);
    if (same) {
      this.tally.destinations += service.ports.length;
      this.tally.callerClasses += edges.length + 1;
    }
    return same;
  }

  private sameIdentities(service: ServiceModel, workload: WorkloadView, plane: Plane, edges: readonly EdgeModel[]): boolean {
    const { world, declaration } = this.context;
    switch (plane) {
      // What passes a waypoint is held at what it stands before.
      case 'none': case 'waypoint': return true;
      // Out of a tunnel nobody has seen what it is given.
      case 'sidecar': return !declaration.ambient && this.same(atSidecar(world, service, workload, edges, this.speech));
      case 'ambient': return this.same(atZtunnel(world, service, workload, edges, this.speech));
      case 'gateway': return false;
    }
  }

  /** What `checkFronts` asks of one Kubernetes Service; `fronts`: of what goes through waypoints. */
  public front(fronts: Context, service: ServiceModel, kubernetesService: KubernetesServiceModel): boolean {
    const same = this.ordinary && this.unrouted && this.same(atWaypoint(fronts, service, kubernetesService, this.speech));
    if (same) this.tally.destinations += kubernetesService.ports.length;
    return same;
  }

  /** What `checkEgressPolicy` and `checkDepartures` ask. */
  public egress(service: ServiceModel, workload: WorkloadView): boolean {
    const { declaration, podsOf } = this.context;
    const { cluster: { nodeLocalDns, podCidrs }, rootNamespace, proxyHosts, externalCa } = declaration.model.mesh;
    if (service.quarantine !== undefined || service.stage !== undefined || service.apiServer !== undefined) return false;
    if (workload.hostNetwork || nodeLocalDns !== undefined || declaration.externalsFrom(service).length > 0) return false;
    // Where a gateway goes beside is not in any edge.
    if (destinationsOf(declaration, service).length > 0) return false;
    // Whether a block admits a pod differs between network plugins.
    const ca = externalCa?.addresses ?? [];
    if (ca.length > 0 && (podCidrs.length === 0 || podCidrs.some((pods) => ca.some((block) => overlap(pods, block))))) return false;
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
            ...ca.map((block) => opening(blockText(block), externalCa?.port, 'TCP')),
          ]),
      ...edges.flatMap((edge, i) => this.openings(podsText(callees[i].namespace, callees[i].podLabels), edge, isThroughHbone(service, callees[i]))),
    ]);
  }

  /** What `checkScope` asks. */
  public scope(service: ServiceModel, workload: WorkloadView): boolean {
    const { world, declaration } = this.context;
    const plane = planeOf(service, workload);
    if (!this.meshed || (plane !== 'sidecar' && plane !== 'ambient')) return true;
    if (plane === 'ambient') return this.ordinary;
    if (service.stage !== undefined || workload.dataPlane !== 'sidecar') return false;
    if (!this.ordinary || !this.unrouted || !isOrdinary(workload)) return false;
    // Of hosts outside the cluster more is asked than whether they are known.
    if (world.policies.serviceEntries.length > 0 || declaration.externalsFrom(service).length > 0) return false;
    return this.same({ read: hostsKnown(world, workload), declared: servicesInScope(declaration, service) });
  }

  private same(sides: Sides | undefined): boolean {
    const { read, declared } = sides ?? {};
    if (read === undefined || declared === undefined || read.size !== declared.size) return false;
    for (const statement of declared) if (!read.has(statement)) return false;
    this.tally.decisions += declared.size;
    return true;
  }

  private sameOpenings({ namespace, labels }: WorkloadView, direction: Direction, declared: readonly string[]): boolean {
    const policies = this.context.world.policies.in(namespace).network.selecting(labels).map((p) => p.object).filter((p) => isolates(p, direction));
    // Without one everything is open.
    return policies.length > 0 && this.same({ read: openedBy(policies, direction), declared: new Set(declared) });
  }

  private openings(pods: string, { access }: EdgeModel, tunnelled = false): readonly string[] {
    return access.map(({ targetPort, protocol: carried }) => {
      const protocol = transport(carried);
      return opening(pods, tunnelled && protocol === 'TCP' ? HBONE_PORT : targetPort, protocol);
    });
  }
}

/** Through HBONE, or not. */
function waysBetween(caller: ServiceModel, callee: ServiceModel): ReadonlySet<boolean> {
  return new Set(planesOf(caller).flatMap((from) => planesOf(callee).map((to) => isTunnelled(from, to))));
}

function isThroughHbone(caller: ServiceModel, callee: ServiceModel): boolean {
  return waysBetween(caller, callee).has(true);
}
