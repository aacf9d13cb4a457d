import { buildWorld } from '../eval/world';
import type { WorkloadView } from '../eval/types';
import type { Manifests } from '../manifest/manifests';
import type { AccessModel, ServiceModel } from '../model/model';
import { checkArrivals } from './arrivals';
import { assumptionsOf } from './assumptions';
import { indexDeclaration } from './declaration';
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
  const world = buildWorld(manifests, settingsOf(model), assumed);
  const pods = podsByService(model, world.workloads);
  const context: Context = { world, declaration, podsOf: (service) => pods.get(service) ?? [] };
  const tally: Tally = { destinations: 0, decisions: 0, callerClasses: 0 };
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
  for (const { service, workload } of strayPods(model, manifests)) {
    // Not even names: what a pod needs that nobody declared is not known either.
    gaps.push(...checkIngress(context, service, workload, tally), ...checkEgressPolicy(context, service, workload, tally, () => false));
  }
  const refutations = refutationsOf(gaps);
  const assumptions = assumptionsOf({ model, manifests, assumed, world });
  const verdict = refutations.length > 0 ? 'refuted' : assumptions.length > 0 ? 'proved-under-assumptions' : 'proved';
  return { verdict, refutations, assumptions, checked: tally };
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
