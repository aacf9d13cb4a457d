import type { CheckRule } from '../facts';

/** A waypoint stands before the addresses of Services; pods have none that it could stand for. */
export const waypointWithoutService: CheckRule = ({ index }) => index.model.services
  .filter(({ waypoint, kubernetesServices }) => waypoint !== undefined && kubernetesServices.every(({ headless }) => headless))
  .map(({ id, construct, waypoint }) => ({
    code: 'waypoint-without-service',
    construct,
    message: `\`${id}\` has the waypoint \`${waypoint?.namespace}/${waypoint?.name}\` and no Kubernetes Service that it could stand before`,
    repair: 'give it a Kubernetes Service that is not headless, or leave out `waypoint`',
  }));
