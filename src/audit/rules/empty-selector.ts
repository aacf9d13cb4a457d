import { ruleRef } from '../../eval/refs';
import type { AuditRule } from '../rule';
import { AMBIENT_L4 } from '../sources';

export const emptySelector: AuditRule = {
  id: 'empty-selector',
  severity: 'warning',
  title: '`selector: {}` is everything to sidecars and nothing to ztunnel',
  why: 'To a sidecar an empty selector selects every pod. istiod takes it for a selector of workloads, finds no labels in it, and tells no workload in ambient mode of the policy.',
  repair: 'leave `selector` out',
  sources: [AMBIENT_L4, 'https://github.com/istio/istio/blob/master/pilot/pkg/serviceregistry/ambient/workloads.go'],
  * find({ authorization, world }) {
    if (!world.ambient) return;
    for (const { source } of authorization) {
      const { selector } = source.object.spec;
      if (selector !== undefined && selector.matchLabels === undefined) yield { at: ruleRef(source, 'spec.selector'), message: 'the selector has no `matchLabels`' };
    }
  },
};
