import type { Labels, Namespace } from '../../manifest/kinds';
import { metadata } from '../metadata';
import type { DeclaredNamespace, Slot } from '../platform';

/** https://kubernetes.io/docs/concepts/security/pod-security-admission/#pod-security-admission-labels-for-namespaces */
function podSecurityLabels(levels: DeclaredNamespace['podSecurity']): Labels {
  const labels: Record<string, string> = {};
  for (const mode of ['audit', 'enforce', 'warn'] as const) {
    const level = levels[mode];
    if (level !== undefined) labels[`pod-security.kubernetes.io/${mode}`] = level;
  }
  return labels;
}

export function namespace(ns: DeclaredNamespace, meshLabels: Labels): Slot<Namespace> {
  return {
    id: 'Namespace',
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: metadata(ns.name, undefined, ns.name, { ...ns.labels, ...podSecurityLabels(ns.podSecurity), ...meshLabels }),
    body: () => ({}),
  };
}
