import type { DestinationRule } from '../kinds';
import { visibilityFault, wildcardHostFault, istioLabelFault } from '../syntax/hosts';
import { istioLabels } from '../syntax/labels';
import { credentials, destinationRule as rules, type DestinationSpec, type Subset } from '../validate/destination-rule';
import { exportTo } from '../validate/export-to';
import { istioAnnotations } from '../validate/istio-annotations';
import { defineKind } from './kind';
import { list, customObject, stringOf, type Check } from './kit';
import { metadata } from './metadata';
import { workloadSelector } from './selectors';
import { trafficPolicy } from './traffic-policy';

// https://istio.io/latest/docs/reference/config/networking/destination-rule/

const subset = customObject<Subset>({
  name: stringOf('bad-name', istioLabelFault),
  labels: istioLabels,
  trafficPolicy,
}, { name: 'a subset', required: ['name'] });

const spec = customObject<DestinationSpec>({
  host: stringOf('bad-host', wildcardHostFault),
  trafficPolicy,
  subsets: list(subset),
  exportTo: list(stringOf('bad-value', visibilityFault)),
  workloadSelector,
}, { name: 'a DestinationRule spec', required: ['host'], rules });

export const destinationRule = defineKind<DestinationRule>({
  group: 'networking.istio.io',
  kind: 'DestinationRule',
  versions: ['v1', 'v1beta1', 'v1alpha3'],
  fields: { metadata, spec: spec as Check<DestinationRule['spec']> },
  required: ['metadata', 'spec'],
  rules: ({ metadata: meta, spec: value }, findings) => {
    istioAnnotations(meta, undefined, findings);
    const { exportTo: entries = [], workloadSelector: selector } = value as DestinationSpec;
    findings.at('spec', () => {
      exportTo(entries, meta.namespace, findings);
      credentials(value as DestinationSpec, meta.namespace, findings);
      if (selector !== undefined && entries.some((entry) => entry !== '.' && entry !== meta.namespace)) {
        findings.addAt(['exportTo'], 'conflict', 'a rule with `workloadSelector` holds in its own namespace only', { repair: 'remove it' });
      }
    });
  },
});
