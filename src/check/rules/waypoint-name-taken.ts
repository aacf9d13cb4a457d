import { waypointsOf } from '../waypoints';
import type { CheckRule } from '../facts';

/** istiod makes a Deployment, a Service and a ServiceAccount of the Gateway's name, and NetworkPolicies of services are named like ours for it. */
export const waypointNameTaken: CheckRule = ({ index }) => {
  const managed = new Set(waypointsOf(index).filter((w) => w.managed).map(({ namespace, name }) => `${namespace}/${name}`));
  return index.model.services.flatMap(({ construct, kubernetesServices, name, namespace }) => {
    const names = new Set([name, ...kubernetesServices.map((s) => s.name)]);
    return [...names].filter((taken) => managed.has(`${namespace}/${taken}`)).map((taken) => ({
      code: 'waypoint-name-taken',
      construct,
      message: `\`${namespace}/${taken}\` is the name of a waypoint, for which istiod makes a Service and a ServiceAccount`,
      repair: 'give the service another name, or the waypoint (`Waypoint.managed({ name })`)',
    }));
  });
};
