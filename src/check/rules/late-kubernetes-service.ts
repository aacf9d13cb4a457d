import { ARGO_CD_WAVE, waveMark } from '../../model/delivery';
import { waypointLabels } from '../../model/waypoint-labels';
import type { CheckRule } from '../facts';

/**
 * The labels of somebody else's Service lead callers through the waypoint. Where they come after the policies of its pods, which let in nobody
 * but the waypoint, calls fail in between; before the waypoint they lead nowhere.
 */
export const lateKubernetesService: CheckRule = (facts) => {
  const { mesh: { delivery }, services } = facts.index.model;
  if (delivery === undefined) return [];
  const { in: place, key, value } = waveMark(delivery, 'services');
  return services.flatMap((service) => service.kubernetesServices.filter((s) => s.adopted && Object.keys(waypointLabels(service, s)).length > 0)
    .flatMap(({ name }) => {
      const written = facts.kubernetesService(service.namespace, name);
      // Without one it is in the wave of workloads.
      const stated = written?.[place][key] ?? (key === ARGO_CD_WAVE ? '0' : undefined);
      if (written === undefined || stated === value) return [];
      return [{
        code: 'late-kubernetes-service',
        construct: written.construct,
        message: `the Kubernetes Service \`${name}\` leads callers of \`${service.id}\` through the waypoint and is applied ${stated === undefined ? 'after all policies' : `in wave \`${stated}\``}, when its pods let in nobody else or while the waypoint is not there: calls fail in between`,
        repair: `add to its ${place} \`${key}: ${JSON.stringify(value)}\``,
      }];
    }));
};
