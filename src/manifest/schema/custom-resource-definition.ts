import type { CustomResourceDefinition } from '../kinds';
import { clientConfig } from './client-config';
import { defineKind } from './kind';
import { anything, boolean, list, nonEmpty, object, oneOf, string } from './kit';
import { clusterMetadata } from './metadata';

type Conversion = NonNullable<CustomResourceDefinition['spec']['conversion']>;

const conversion = object<Conversion>({
  strategy: oneOf('None', 'Webhook'),
  webhook: object<NonNullable<Conversion['webhook']>>({ clientConfig }, {
    name: 'a conversion webhook',
    unread: { conversionReviewVersions: list(nonEmpty, { least: 1 }) },
  }),
}, {
  name: 'a conversion',
  required: ['strategy'],
  rules: ({ strategy, webhook }, findings) => {
    if (strategy === 'None' && webhook !== undefined) findings.add('conflict', '`webhook` is only for `strategy: Webhook`');
    if (strategy === 'Webhook' && webhook?.clientConfig === undefined) findings.add('missing-field', '`strategy: Webhook` needs `webhook.clientConfig`');
  },
});

/**
 * Of it is read whom the API server asks to convert objects between versions.
 *
 * https://kubernetes.io/docs/reference/kubernetes-api/extend-resources/custom-resource-definition-v1/
 */
export const customResourceDefinition = defineKind<CustomResourceDefinition>({
  group: 'apiextensions.k8s.io',
  kind: 'CustomResourceDefinition',
  versions: ['v1'],
  fields: {
    metadata: clusterMetadata,
    spec: object<CustomResourceDefinition['spec']>({ conversion }, {
      name: 'the spec of a CustomResourceDefinition',
      unread: { group: string, names: anything, scope: oneOf('Cluster', 'Namespaced'), versions: list(anything), preserveUnknownFields: boolean },
    }),
  },
  required: ['metadata', 'spec'],
  carriesNothing: ({ spec }) => spec.conversion?.webhook === undefined,
});
