import { DEFAULT_POLICY } from '../../eval/linkerd/layer';
import { ruleRef } from '../../eval/refs';
import { ACCESS_POLICIES } from '../../manifest/linkerd/validate';
import { WORKLOAD_KINDS } from '../../manifest/kinds';
import type { AuditRule } from '../rule';
import { LINKERD_POLICY } from './shared/linkerd';

export const linkerdDefaultPolicyIgnored: AuditRule = {
  id: 'linkerd-default-policy-ignored',
  severity: 'error',
  title: 'a default policy of Linkerd that no proxy takes',
  why: 'It is read of pods, or of their namespace when they are injected. A value that is none of the six, or an annotation of a workload instead of its pods, leaves the cluster\'s default.',
  repair: `write ${ACCESS_POLICIES.map((p) => `\`${p}\``).join(', ')}, on the Namespace or in \`spec.template.metadata\``,
  sources: [LINKERD_POLICY, 'https://github.com/linkerd/linkerd2/blob/main/policy-controller/k8s/index/src/inbound/workload.rs'],
  * find({ objects }) {
    for (const source of objects) {
      const { object } = source;
      const isWorkload = (WORKLOAD_KINDS as readonly string[]).includes(object.kind);
      if (!isWorkload && object.kind !== 'Namespace') continue;
      const at = ruleRef(source, `metadata.annotations["${DEFAULT_POLICY}"]`);
      const own = object.metadata.annotations?.[DEFAULT_POLICY];
      const value = 'pod' in object ? object.pod.annotations[DEFAULT_POLICY] : own;
      if (value !== undefined && !(ACCESS_POLICIES as readonly string[]).includes(value)) yield { at: 'pod' in object && object.kind !== 'Pod' ? ruleRef(source) : at, message: `\`${value}\` is no policy` };
      else if (isWorkload && object.kind !== 'Pod' && own !== undefined && value === undefined) yield { at, message: `\`${own}\` is not an annotation of its pods` };
    }
  },
};
