import { policiesNaming } from '../../eval/waypoint/policies';
import { waypointOf } from '../../eval/waypoint/binding';
import { attachedTo } from '../../eval/ztunnel/attached';
import type { AuditRule } from '../rule';
import { AMBIENT_L7, WAYPOINT } from '../sources';

export const waypointBypassed: AuditRule = {
  id: 'waypoint-bypassed',
  severity: 'warning',
  title: 'pods behind a waypoint admit whoever goes past it',
  why: 'A waypoint stands before the Service, not before the pods. Who dials a pod meets ztunnel alone, and without an ALLOW policy there that is everybody.',
  repair: 'add an AuthorizationPolicy with a selector that allows the waypoint\'s principal alone',
  sources: [WAYPOINT, AMBIENT_L7],
  * find({ world }) {
    for (const service of world.services.all) {
      const { namespace, name } = service;
      for (const port of service.ports) {
        const target = { service: { namespace, name }, port: port.port };
        const [policy] = policiesNaming(world, target);
        const binding = waypointOf(world, target);
        if (policy === undefined || binding.kind !== 'waypoint') continue;
        const open = world.services.endpoints(service, port).find(({ workload }) => workload.dataPlane === 'ambient' && attachedTo(world, workload).allow.length === 0);
        if (open === undefined) continue;
        yield { at: binding.because[0], message: `${open.workload.id} behind waypoint \`${binding.pod.id}\` has no ALLOW policy of its own` };
        break;
      }
    }
  },
};
