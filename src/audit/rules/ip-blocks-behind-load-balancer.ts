import type { AuditRule } from '../rule';
import { AUTHORIZATION } from '../sources';
import { valuesAbout } from '../subject';
import { podsText } from './shared/planes';

export const ipBlocksBehindLoadBalancer: AuditRule = {
  id: 'ip-blocks-behind-load-balancer',
  severity: 'warning',
  title: 'behind a Service that is open to the outside, `ipBlocks` sees a node',
  why: 'With `externalTrafficPolicy: Cluster`, the default, what comes through a load balancer or node port has the address of the node that passed it on.',
  repair: 'set `externalTrafficPolicy: Local` on the Service, or use `remoteIpBlocks` with the number of trusted proxies',
  sources: [AUTHORIZATION, 'https://istio.io/latest/docs/tasks/security/authorization/authz-ingress/', 'https://kubernetes.io/docs/tutorials/services/source-ip/'],
  * find(subject) {
    for (const { policy, field, ref } of valuesAbout(subject, 'ipBlocks', 'source.ip')) {
      for (const workload of policy.workloads) {
        const outside = subject.world.services.selecting(workload).find(({ source: { object: { spec } } }) => (
          (spec.type === 'LoadBalancer' || spec.type === 'NodePort') && spec.externalTrafficPolicy !== 'Local'));
        if (outside === undefined) continue;
        yield { at: ref, message: `\`${field}\` at ${podsText([workload])}, which Service \`${outside.namespace}/${outside.name}\` of type \`${outside.source.object.spec.type}\` opens to the outside` };
        break;
      }
    }
  },
};
