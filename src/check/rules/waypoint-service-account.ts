import { waypointsOf } from '../waypoints';
import type { CheckRule } from '../facts';

/** Pods take from the waypoint whatever it sends: who runs under its account is taken for it, and passes every rule of its. */
export const waypointServiceAccount: CheckRule = ({ index }) => {
  const accounts = new Map(waypointsOf(index).map(({ namespace, name, serviceAccount }) => [`${namespace}/${serviceAccount}`, `${namespace}/${name}`]));
  return index.model.services.flatMap(({ construct, id, namespace, serviceAccount }) => {
    const waypoint = accounts.get(`${namespace}/${serviceAccount}`);
    return waypoint === undefined
      ? []
      : [{
          code: 'waypoint-service-account',
          construct,
          message: `\`${id}\` runs under \`${serviceAccount}\`, the service account of the waypoint \`${waypoint}\`, and would be taken for it`,
          repair: 'give the service an account of its own',
        }];
  });
};
