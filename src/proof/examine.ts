import { buildWorld, type World } from '../eval/world';
import type { WorkloadView } from '../eval/types';
import type { ManifestObject, Manifests } from '../manifest/manifests';
import type { AccessModel, ServiceModel } from '../model/model';
import { type Rivals, rivalsIn } from '../eval/age/rivals';
import { readingsOf } from '../eval/cluster/reading';
import { otherAges } from './ages';
import { checkAnswered } from './answered';
import { checkApiServerCalls } from './api-server-calls';
import { checkArrivals } from './arrivals';
import { type Declaration, indexDeclaration } from './declaration';
import { checkCounted } from './counted';
import { checkDepartures } from './departures';
import { checkEgressPolicy } from './egress';
import { checkCallersElsewhere } from './elsewhere';
import { checkExits } from './exits';
import { foreignServices } from './foreign';
import { checkFronts, checkOtherFronts, checkWorkload, frontsOf } from './fronts';
import type { Gap, Tally } from './gap';
import { checkForwarding, checkGatewayTokens } from './gateway-tokens';
import { checkClients, checkNeighbours } from './gateways';
import { hopsOf, waypointsOf } from './hops';
import { checkImpostors } from './impostors';
import { checkIngress } from './ingress';
import { ownersIsolation } from './isolation';
import { type Context, visitorsOf } from './knocks';
import { checkLoadBalancedPods } from './load-balanced-pods';
import { Plain } from './plain';
import { checkMarked } from './marked';
import { gatewayId, isGateway, isProxyItself, waypointId } from './planes';
import { checkProbed } from './probed';
import { checkRecorded } from './recorded';
import { checkScope } from './scope';
import { checkBorrowers, checkSharers } from './sharers';
import { checkServices } from './services';
import { assumedWorkloads, indexServicesByPods, settingsOf, strayPods, strayServices } from './settings';
import { checkMeshWide, checkTenancy } from './tenancy';
import { gapsInRollout } from './rollout';
import { asObserved, beforeRollout, isInRollout } from './stages';
import { asStray, checkUnclaimed, type Unclaimed, unclaimedIn } from './unclaimed';

export interface ProofInput {
  readonly model: AccessModel;
  /** Everything that will be in the cluster: what was rendered, what others wrote, what is there already. */
  readonly manifests: Manifests;
  /** What is there already under names that are written anew; left out: nothing. */
  readonly replaced?: readonly ManifestObject[];
}

/** What is not as declared. `oldest`: if these objects are older than their rivals; `passedOver`: if istiod reads none of these. */
export interface Round {
  readonly gaps: readonly Gap[];
  readonly oldest?: Rivals;
  readonly passedOver?: readonly ManifestObject[];
}

/** What one set of manifests comes to, for each istiod that may read them, in the order read and, as manifests do not show age, in any other. */
export interface Examination {
  readonly world: World;
  readonly context: Context;
  readonly assumed: readonly WorkloadView[];
  readonly unclaimed: readonly Unclaimed[];
  rounds(): Generator<Round>;
}

/** `knockAtAll`: without the first of the two steps. */
export function examine({ model, manifests, replaced = [] }: ProofInput, tally: Tally, knockAtAll: boolean): Examination {
  const declarations = declarationsOf(model);
  const assumed = assumedWorkloads(model, manifests);
  const added = [...strayServices(model), ...ownersIsolation(model, manifests), ...foreignServices(model, manifests)];
  const withOthers = ({ objects, unread }: Manifests): Manifests => ({ objects: [...objects, ...added], unread });
  const built = (all: Manifests): World => buildWorld(all, settingsOf(model), assumed, { orderIsAge: true });
  const worldOf = (read: Manifests): World => built(withOthers(read));
  const asRead = worldOf(manifests);
  const unclaimed = unclaimedIn(asRead, declarations.hops.model, manifests);
  const others: Others = { strays: strayPods(model, manifests), unclaimed };
  const rollout = isInRollout(model);
  const gapsIn = (world: World, read: Manifests): readonly Gap[] => [
    ...gapsOf(world, declarations, others, tally, knockAtAll), ...checkSharers(declarations.declared),
    ...checkApiServerCalls(world, declarations.declared, manifests, tally),
    ...checkLoadBalancedPods(world, declarations.declared, manifests, tally),
    ...(!rollout
      ? []
      : gapsInRollout({
          context: contextOf(world, declarations),
          before: worldOf(beforeRollout(model, read, replaced)),
          observed: contextOf(built(asObserved(withOthers(read))), declarations),
        }, [...others.strays, ...unclaimed.flatMap(asStray)], tally)),
  ];
  return {
    world: asRead,
    context: contextOf(asRead, declarations),
    assumed,
    unclaimed,
    * rounds() {
      if (model.mesh.platform !== 'istio') {
        yield { gaps: gapsIn(asRead, manifests) };
        return;
      }
      for (const { objects, passedOver } of readingsOf(manifests.objects)) {
        const read = { ...manifests, objects };
        const world = passedOver.length === 0 ? asRead : worldOf(read);
        yield { gaps: gapsIn(world, read), passedOver };
        for (const other of otherAges(read, rivalsIn(world, objects))) {
          yield { gaps: gapsIn(worldOf(other.manifests), other.manifests), oldest: other.oldest, passedOver };
        }
      }
    },
  };
}

/** Pods of no service: any, and those that are there. */
interface Others {
  readonly strays: ReturnType<typeof strayPods>;
  readonly unclaimed: readonly Unclaimed[];
}

/** One declaration, as the callers and callees of each hop have to keep it. */
interface Declarations {
  readonly declared: Declaration;
  /** At pods, waypoints' among them. */
  readonly hops: Declaration;
  /** At waypoints, request by request. */
  readonly fronts: Declaration;
}

function declarationsOf(model: AccessModel): Declarations {
  const declared = indexDeclaration(model);
  const hops = hopsOf(model);
  if (hops === model) return { declared, hops: declared, fronts: declared };
  return { declared, hops: indexDeclaration(hops), fronts: indexDeclaration(frontsOf(model)) };
}

function gapsOf(
  world: World, { declared, hops, fronts }: Declarations, { strays, unclaimed }: Others, tally: Tally, knockAtAll: boolean,
): readonly Gap[] {
  const context = contextOf(world, { declared, hops });
  const plain = knockAtAll ? undefined : new Plain(context, tally);
  const gaps: Gap[] = declared.ambient ? [...gapsAtWaypoints({ ...context, declaration: fronts }, hops, tally, plain)] : [];
  for (const service of hops.model.services) {
    gaps.push(...checkServices(context, service), ...checkCallersElsewhere(context, service, tally));
    for (const workload of context.podsOf(service)) {
      gaps.push(...checkAnswered(context, service, workload, tally));
      if (isProxyItself(service)) {
        gaps.push(...gapsAtPodsOf(context, service, workload, tally, plain));
        continue;
      }
      if (plain?.ingress(service, workload) !== true) {
        const visitors = visitorsOf(context, service, workload);
        gaps.push(...checkIngress(context, service, workload, tally, visitors), ...checkArrivals(context, service, workload, tally, visitors));
      }
      if (plain?.egress(service, workload) !== true) {
        gaps.push(...checkEgressPolicy(context, service, workload, tally), ...checkDepartures(context, service, workload, tally));
      }
      if (plain?.scope(service, workload) !== true) gaps.push(...checkScope(context, service, workload, tally));
      gaps.push(...checkWorkload(context, service, workload), ...checkProbed(context, service, workload, tally));
    }
  }
  gaps.push(...checkRecorded(context, tally), ...checkCounted(context, tally), ...checkMeshWide(context), ...checkBorrowers(context));
  for (const gateway of declared.model.gateways ?? []) {
    const service = hops.service(gatewayId(gateway));
    gaps.push(...context.podsOf(service).flatMap((w) => [
      ...checkClients(context, gateway, service, w), ...checkGatewayTokens(context, gateway, service, w, tally),
      ...checkForwarding(context, gateway, service, w),
    ]));
    gaps.push(...checkNeighbours(context, gateway, service, tally));
  }
  for (const { service, workload } of strays) {
    // Not even names: what a pod needs that nobody declared is not known either.
    gaps.push(
      ...checkIngress(context, service, workload, tally), ...checkEgressPolicy(context, service, workload, tally, () => false),
      ...checkTenancy(context, service, workload),
    );
  }
  gaps.push(...checkMarked(context, strays, unclaimed, tally, gaps), ...unclaimed.flatMap((pods) => checkUnclaimed(context, pods, tally)));
  return gaps;
}

function contextOf(world: World, { declared, hops }: Pick<Declarations, 'declared' | 'hops'>): Context {
  const servicesOf = servicesByPod(hops.model);
  // A machine under the name of a service is refuted as what it is (`./assumed`).
  const pods = podsByService(servicesOf, world.workloads.filter((w) => w.apart === undefined));
  return { world, declaration: hops, declared, podsOf: (service) => pods.get(service) ?? [], servicesOf };
}

function gapsAtWaypoints(context: Context, hops: Declaration, tally: Tally, plain: Plain | undefined): readonly Gap[] {
  const { model } = context.declared;
  const waypoints = waypointsOf(model).map((w) => ({ model: w, service: hops.service(waypointId(w)) }));
  return [
    ...model.services.flatMap((service) => checkFronts(context, service, tally, plain)),
    ...checkOtherFronts(context, waypoints, tally),
    ...waypoints.flatMap((w) => [...checkImpostors(context, w), ...checkExits(context, w, tally)]),
  ];
}

/** The pods of a waypoint or gateway; of a waypoint that is somebody else's only that what goes through it may. */
function gapsAtPodsOf(context: Context, proxy: ServiceModel, workload: WorkloadView, tally: Tally, plain: Plain | undefined): readonly Gap[] {
  const gaps = [
    ...(plain?.ingress(proxy, workload) === true ? [] : checkIngress(context, proxy, workload, tally)),
    ...(plain?.egress(proxy, workload) === true
      ? []
      : [...checkEgressPolicy(context, proxy, workload, tally), ...checkDepartures(context, proxy, workload, tally)]),
  ];
  return proxy.deployedElsewhere && !isGateway(proxy) ? gaps.filter((g) => g.statement === 'declared-works') : gaps;
}

function servicesByPod(model: AccessModel): Context['servicesOf'] {
  const index = indexServicesByPods(model);
  return ({ namespace, labels }) => index(namespace, labels);
}

function podsByService(servicesOf: Context['servicesOf'], workloads: readonly WorkloadView[]): ReadonlyMap<ServiceModel, readonly WorkloadView[]> {
  const pods = new Map<ServiceModel, WorkloadView[]>();
  for (const workload of workloads) {
    for (const service of servicesOf(workload)) {
      const known = pods.get(service);
      if (known === undefined) pods.set(service, [workload]);
      else known.push(workload);
    }
  }
  return pods;
}
