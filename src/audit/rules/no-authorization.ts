import { makerOf } from '../../eval/cluster/ordinals';
import { namespaceOfObject } from '../../eval/cluster/policies';
import { ruleRef } from '../../eval/refs';
import { WORKLOAD_KINDS } from '../../manifest/kinds';
import type { AuditRule } from '../rule';
import { BEST_PRACTICES } from '../sources';

const KINDS: readonly string[] = [...WORKLOAD_KINDS, 'WorkloadEntry'];

export const noAuthorization: AuditRule = {
  id: 'no-authorization',
  severity: 'warning',
  title: 'no AuthorizationPolicy restricts who calls a workload of the mesh',
  why: 'Without a policy of action ALLOW that selects it, a workload accepts whoever is not denied.',
  repair: 'deny by default: an AuthorizationPolicy without rules in the namespace, and an ALLOW for each caller',
  sources: [`${BEST_PRACTICES}#use-default-deny-patterns`],
  * find({ authorization, objects, world }) {
    const restricted = new Set(authorization.filter((p) => p.action === 'ALLOW' && !p.dryRun).flatMap((p) => p.workloads.map((w) => w.id)));
    const open = new Set(world.workloads.filter((w) => ['sidecar', 'ambient'].includes(w.dataPlane) && !restricted.has(w.id)).map(makerOf));
    for (const object of objects) {
      const id = `${namespaceOfObject(object)}/${object.object.metadata.name}`;
      if (KINDS.includes(object.object.kind) && open.delete(id)) {
        yield { at: ruleRef(object), message: 'its proxy accepts whoever reaches it' };
      }
    }
  },
};
