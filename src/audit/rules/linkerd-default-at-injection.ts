import { DEFAULT_POLICY } from '../../eval/linkerd/layer';
import { ruleRef } from '../../eval/refs';
import type { AuditRule } from '../rule';
import { LINKERD_POLICY } from './shared/linkerd';

export const linkerdDefaultAtInjection: AuditRule = {
  id: 'linkerd-default-at-injection',
  severity: 'info',
  title: 'a default policy of a namespace counts from the next start of its pods',
  why: 'It is copied to pods when they are injected. Those that run keep the one that they began with.',
  repair: 'restart the workloads of the namespace after a change',
  sources: [LINKERD_POLICY],
  * find({ objects }) {
    for (const source of objects) {
      const value = source.object.kind === 'Namespace' ? source.object.metadata.annotations?.[DEFAULT_POLICY] : undefined;
      if (value !== undefined) yield { at: ruleRef(source, `metadata.annotations["${DEFAULT_POLICY}"]`), message: `pods that run may have another default than \`${value}\`` };
    }
  },
};
