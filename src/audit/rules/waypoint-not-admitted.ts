import { callerOf } from '../../eval/callers';
import { prepare } from '../../eval/prepare';
import { isEmpty, union } from '../../eval/request-set';
import { waypointOf } from '../../eval/waypoint/binding';
import type { AuditRule } from '../rule';
import { AMBIENT_L4, WAYPOINT } from '../sources';

const AT_POD = ['ingress-policy', 'authorization-deny', 'authorization-allow'];

export const waypointNotAdmitted: AuditRule = {
  id: 'waypoint-not-admitted',
  severity: 'error',
  title: 'pods behind a waypoint do not admit it',
  why: 'To the ztunnel of the pods whoever comes through the waypoint is the waypoint. A policy that names the clients and not the waypoint denies all of them.',
  repair: 'allow the waypoint\'s principal in the policy of the pods, and its pods in their NetworkPolicy',
  sources: [AMBIENT_L4, WAYPOINT],
  * find({ world }) {
    for (const service of world.services.all) {
      const { namespace, name } = service;
      for (const port of service.ports.filter((p) => (p.protocol ?? 'TCP') === 'TCP')) {
        const binding = waypointOf(world, { service: { namespace, name }, port: port.port });
        const end = world.services.endpoints(service, port).find(({ workload }) => workload.dataPlane === 'ambient');
        if (binding.kind !== 'waypoint' || end === undefined) continue;
        const { layers } = prepare(world, { workload: end.workload, port: end.port, protocol: 'TCP' }).explore(callerOf(world, binding.pod));
        const closed = layers.filter((l) => AT_POD.includes(l.layer)).find((l) => isEmpty(union(l.allow, l.maybe)));
        if (closed === undefined || closed.because.length === 0) continue;
        yield { at: closed.because[0], message: `waypoint \`${binding.pod.id}\` of Service ${namespace}/${name} may not connect to port ${end.port} of ${end.workload.id}` };
      }
    }
  },
};
