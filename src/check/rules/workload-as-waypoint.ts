import { GATEWAY_NAME } from '../../model/data-plane-labels';
import { waypointsOf } from '../waypoints';
import { type CheckRule, type WorkloadFact, workloadName } from '../facts';

/** NetworkPolicy knows a waypoint's pods by that label, and everybody else by the account: istiod alone deploys them. */
export const workloadAsWaypoint: CheckRule = ({ index, workloads }) => {
  // A namespace writes one.
  const managed = new Map(waypointsOf(index).filter((w) => w.managed).map((w) => [w.namespace, w]));
  // A service under that account is a problem of its own.
  const accounts = new Set(index.model.services.map(({ namespace, serviceAccount }) => `${namespace}/${serviceAccount}`));
  const isAccountOf = (workload: WorkloadFact, account: string): boolean =>
    workload.serviceAccountName === account && !accounts.has(`${workload.namespace}/${account}`);
  return workloads.flatMap((workload) => {
    const waypoint = managed.get(workload.namespace);
    if (waypoint === undefined) return [];
    const { namespace, name, serviceAccount } = waypoint;
    const poses = workload.labels[GATEWAY_NAME] === name
      ? `has the label \`${GATEWAY_NAME}: ${name}\``
      : isAccountOf(workload, serviceAccount) ? `runs under the service account \`${serviceAccount}\`` : undefined;
    return poses === undefined
      ? []
      : [{
          code: 'workload-as-waypoint',
          construct: workload.construct,
          message: `\`${workloadName(workload)}\` ${poses} and would be taken for the waypoint \`${namespace}/${name}\`, which istiod deploys`,
          repair: 'give it a label and a service account of its own',
        }];
  });
};
