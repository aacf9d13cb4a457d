import { waypointLabels } from '../../model/waypoint-labels';
import type { CheckRule } from '../facts';

/** Without them callers, or gateways, dial the pods, which take nothing but what comes through the waypoint. */
export const unlabelledKubernetesService: CheckRule = (facts) => facts.index.model.services.flatMap((service) => service.kubernetesServices
  .filter(({ adopted }) => adopted)
  .flatMap((declared) => {
    const written = facts.kubernetesService(service.namespace, declared.name);
    const asked = written === undefined ? [] : Object.entries(waypointLabels(service, declared));
    const lacking = asked.filter(([key, value]) => written!.labels[key] !== value);
    return lacking.length === 0
      ? []
      : [{
          code: 'unlabelled-kubernetes-service',
          construct: written?.construct ?? service.construct,
          message: `the Kubernetes Service \`${declared.name}\` of \`${service.id}\` is to be behind the waypoint \`${service.waypoint?.namespace}/${service.waypoint?.name}\` and is not labelled so`,
          repair: `add to it ${lacking.map(([key, value]) => `\`${key}: ${JSON.stringify(value)}\``).join(', ')}`,
        }];
  }));
