import { buildWorld, type World } from '../eval/world';
import type { WorkloadView } from '../eval/types';
import type { Manifests } from '../manifest/manifests';
import type { AccessModel, ServiceModel } from '../model/model';
import { otherAges, rivalsIn } from './ages';
import { checkArrivals } from './arrivals';
import { assumptionsOf } from './assumptions';
import { type Declaration, indexDeclaration } from './declaration';
import { checkDepartures } from './departures';
import { checkEgressPolicy } from './egress';
import type { Gap, Tally } from './gap';
import { checkIngress } from './ingress';
import type { Context } from './knocks';
import { checkScope } from './scope';
import { checkServices } from './services';
import { assumedWorkloads, indexServicesByPods, settingsOf, strayPods } from './settings';
import type { ProofResult } from './types';
import { refutationsOf } from './words';

export interface ProofInput {
  readonly model: AccessModel;
  /** Everything that will be in the cluster: what was rendered, what others wrote, what is there already. */
  readonly manifests: Manifests;
}

/**
 * Does what these manifests enforce equal what was declared?
 *
 * What cannot be decided counts against safety: let through perhaps is let through, and works perhaps does not work.
 */
export function prove({ model, manifests }: ProofInput): ProofResult {
  const declaration = indexDeclaration(model);
  const assumed = assumedWorkloads(model, manifests);
  const worldOf = (objects: Manifests): World => buildWorld(objects, settingsOf(model), assumed);
  const tally: Tally = { destinations: 0, decisions: 0, callerClasses: 0 };
  const gapsIn = (world: World): readonly Gap[] => gapsOf(world, declaration, strayPods(model, manifests), tally);

  const asRead = worldOf(manifests);
  let refutations = refutationsOf(gapsIn(asRead));
  // Manifests do not show age, so that what holds in the order read must hold in any other.
  const rivals = model.mesh.platform === 'istio' ? rivalsIn(asRead, manifests) : [];
  for (const other of otherAges(manifests, rivals)) {
    if (refutations.length > 0) break;
    refutations = refutationsOf(gapsIn(worldOf(other.manifests)), other.oldest);
  }
  const assumptions = assumptionsOf({ model, manifests, assumed, world: asRead });
  const verdict = refutations.length > 0 ? 'refuted' : assumptions.length > 0 ? 'proved-under-assumptions' : 'proved';
  return { verdict, refutations, assumptions, checked: tally };
}

function gapsOf(world: World, declaration: Declaration, strays: ReturnType<typeof strayPods>, tally: Tally): readonly Gap[] {
  const { model } = declaration;
  const pods = podsByService(model, world.workloads);
  const context: Context = { world, declaration, podsOf: (service) => pods.get(service) ?? [] };
  const gaps: Gap[] = [];
  for (const service of model.services) {
    gaps.push(...checkServices(context, service));
    for (const workload of context.podsOf(service)) {
      gaps.push(
        ...checkIngress(context, service, workload, tally),
        ...checkArrivals(context, service, workload, tally),
        ...checkEgressPolicy(context, service, workload, tally),
        ...checkDepartures(context, service, workload, tally),
        ...checkScope(context, service, workload, tally),
      );
    }
  }
  for (const { service, workload } of strays) {
    // Not even names: what a pod needs that nobody declared is not known either.
    gaps.push(...checkIngress(context, service, workload, tally), ...checkEgressPolicy(context, service, workload, tally, () => false));
  }
  return gaps;
}

function podsByService(model: AccessModel, workloads: readonly WorkloadView[]): ReadonlyMap<ServiceModel, readonly WorkloadView[]> {
  const servicesOf = indexServicesByPods(model);
  const pods = new Map<ServiceModel, WorkloadView[]>();
  for (const workload of workloads) {
    for (const service of servicesOf(workload.namespace, workload.labels)) {
      const known = pods.get(service);
      if (known === undefined) pods.set(service, [workload]);
      else known.push(workload);
    }
  }
  return pods;
}
