import { ruleRef } from '../../eval/refs';
import type { AuditRule } from '../rule';
import { SIDECAR_INJECTION } from '../sources';

const VALUES: Readonly<Record<string, readonly string[]>> = {
  'istio-injection': ['enabled', 'disabled'],
  'istio.io/dataplane-mode': ['ambient', 'none'],
};

export const meshLabelIgnored: AuditRule = {
  id: 'mesh-label-ignored',
  severity: 'error',
  title: 'a label that should bring pods into the mesh does not',
  why: 'The API server takes any value. With one that nobody knows pods stay out of the mesh, and `istio-injection` keeps `istio.io/rev` from being asked, too.',
  repair: 'write `istio-injection: enabled`, or `istio.io/rev` alone, or `istio.io/dataplane-mode: ambient`',
  sources: [SIDECAR_INJECTION, 'https://github.com/istio/istio/blob/master/manifests/charts/istio-control/istio-discovery/templates/mutatingwebhook.yaml', 'https://istio.io/latest/docs/ambient/usage/add-workloads/'],
  * find({ objects }) {
    for (const object of objects.filter((o) => o.object.kind === 'Namespace')) {
      const { labels = {} } = object.object.metadata;
      for (const [label, values] of Object.entries(VALUES)) {
        const value = labels[label];
        const at = ruleRef(object, `metadata.labels["${label}"]`);
        if (value !== undefined && !values.includes(value)) yield { at, message: `\`${label}\` is ${values.map((v) => `\`${v}\``).join(' or ')}, and not \`${value}\`` };
      }
    }
  },
};
