import type { ServiceModel } from '../../model/model';
import { isNative } from '../../model/native-sidecars';
import { hasSidecar, workloadName, type CheckRule, type Facts, type WorkloadFact } from '../facts';

const JOBS: ReadonlySet<string> = new Set(['Job', 'CronJob']);

/** Helm waits for it to end. https://helm.sh/docs/topics/charts_hooks/ */
const HOOK = 'helm.sh/hook';

function mustEnd({ kind, annotations }: WorkloadFact): boolean {
  return JOBS.has(kind) || (kind === 'Pod' && annotations[HOOK] !== undefined);
}

interface Jobs {
  readonly construct: string;
  readonly what: string;
  readonly repair: string;
}

const KNOWN = 'set `nativeSidecars` on the Mesh if every kubelet is 1.33 or later';

function jobsOf(facts: Facts, service: ServiceModel): readonly Jobs[] {
  const { mesh } = facts.index.model;
  const foreign = service.foreign?.finish === true && !isNative(mesh, {})
    ? [{
        construct: service.construct,
        what: `a Job with the foreign pods \`${service.id}\``,
        repair: `${KNOWN}, or let its pods opt out of the mesh and say so: \`dataPlane: DataPlane.NONE\``,
      }]
    : [];
  const own = facts.workloadsOf(service).filter((w) => mustEnd(w) && !isNative(mesh, w.annotations)).map((workload) => ({
    construct: workload.construct,
    what: `\`${workloadName(workload)}\` of \`${service.id}\``,
    repair: `${KNOWN}, annotate the pods with \`sidecar.istio.io/nativeSidecar: "true"\`, or let the job end its proxy and say so by \`endsItsProxy\``,
  }));
  return [...foreign, ...own];
}

/** A Job is complete when every container has ended, and a sidecar among them never does: https://istio.io/latest/blog/2023/native-sidecars/ */
export const jobNeverEnds: CheckRule = (facts) => facts.index.model.services
  .filter((service) => hasSidecar(facts, service) && service.endsItsProxy !== true)
  .flatMap((service) => jobsOf(facts, service).map(({ construct, what, repair }) => ({
    code: 'job-never-ends',
    construct,
    message: `${what} never ends: its sidecar outlives its containers, unless it is a native one`,
    repair,
  })));
