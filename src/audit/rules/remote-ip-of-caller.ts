import type { AuditRule } from '../rule';
import { AUTHORIZATION, CONDITIONS } from '../sources';
import { valuesAbout } from '../subject';
import { isAtWaypoint } from './shared/planes';

export const remoteIpOfCaller: AuditRule = {
  id: 'remote-ip-of-caller',
  severity: 'warning',
  title: 'away from a gateway, `remoteIpBlocks` believes what the caller writes',
  why: 'The address is taken from `X-Forwarded-For`. A gateway knows how many proxies stand before it; at any other pod, and at a waypoint, whoever calls directly writes the header.',
  repair: 'ask for it at the gateway, and here for the gateway\'s principal',
  sources: [AUTHORIZATION, CONDITIONS, 'https://istio.io/latest/docs/ops/configuration/traffic-management/network-topologies/'],
  * find(subject) {
    for (const { policy, field, ref } of valuesAbout(subject, 'remoteIpBlocks', 'remote.ip')) {
      const pod = policy.workloads.find((w) => w.dataPlane === 'sidecar');
      if (pod !== undefined) yield { at: ref, message: `\`${field}\` at ${pod.id}` };
      else if (isAtWaypoint(subject.world, policy)) yield { at: ref, message: `\`${field}\` at a waypoint` };
    }
  },
};
