import type { AuditRule } from '../rule';
import { AUTHORIZATION } from '../sources';

export const meshWidePolicy: AuditRule = {
  id: 'mesh-wide-policy',
  severity: 'info',
  title: 'a policy of the root namespace holds for the whole mesh',
  why: 'Without a selector it is enforced at every workload of every namespace, gateways among them.',
  repair: 'none if it is meant; else move it into the namespace',
  sources: [AUTHORIZATION],
  * find({ authorization, world }) {
    for (const { namespace, source, ref, targets } of authorization) {
      if (namespace === world.settings.rootNamespace && targets.length === 0 && source.object.spec.selector === undefined) yield { at: ref, message: `\`${namespace}\` is the root namespace` };
    }
  },
};
