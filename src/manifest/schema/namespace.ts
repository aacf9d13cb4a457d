import type { Namespace } from '../kinds';
import { podSecurityLabels } from '../validate/namespace';
import { defineKind } from './kind';
import { list, object, refined, string } from './kit';
import { namespaceMetadata } from './metadata';

/** https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/namespace-v1/ */
export const namespace = defineKind<Namespace>({
  group: '',
  kind: 'Namespace',
  versions: ['v1'],
  fields: { metadata: refined(namespaceMetadata, podSecurityLabels) },
  required: ['metadata'],
  unread: { spec: object<{ finalizers?: readonly string[] }>({ finalizers: list(string) }, { name: 'a Namespace spec' }) },
});
