import type { AdmissionWebhook, WebhookConfiguration } from '../kinds';
import { dnsSubdomainFault } from '../syntax/names';
import { clientConfig } from './client-config';
import { defineKind, type KindReader } from './kind';
import { anything, integer, list, nonEmpty, object, oneOf, string, stringOf } from './kit';
import { clusterMetadata } from './metadata';
import { labelSelector } from './selectors';

const rule = object<object>({}, {
  name: 'a rule of a webhook',
  unread: {
    operations: list(oneOf('*', 'CONNECT', 'CREATE', 'DELETE', 'UPDATE')),
    apiGroups: list(string),
    apiVersions: list(string),
    resources: list(string),
    scope: oneOf('*', 'Cluster', 'Namespaced'),
  },
});

/** https://kubernetes.io/docs/reference/kubernetes-api/extend-resources/validating-webhook-configuration-v1/ */
const webhook = object<AdmissionWebhook>({
  name: stringOf('bad-name', (name) => name.split('.').length < 3 ? 'is not a name with at least three parts, like `orders.shop.example`' : dnsSubdomainFault(name)),
  clientConfig,
  failurePolicy: oneOf('Fail', 'Ignore'),
}, {
  name: 'a webhook',
  required: ['name', 'clientConfig'],
  unread: {
    admissionReviewVersions: list(nonEmpty, { least: 1 }),
    matchConditions: list(anything, { most: 64 }),
    matchPolicy: oneOf('Equivalent', 'Exact'),
    namespaceSelector: labelSelector,
    objectSelector: labelSelector,
    reinvocationPolicy: oneOf('IfNeeded', 'Never'),
    rules: list(rule),
    sideEffects: oneOf('None', 'NoneOnDryRun', 'Some', 'Unknown'),
    timeoutSeconds: integer(1, 30),
  },
});

const configuration = (kind: WebhookConfiguration['kind']): KindReader<WebhookConfiguration> => defineKind<WebhookConfiguration>({
  group: 'admissionregistration.k8s.io',
  kind,
  versions: ['v1'],
  fields: { metadata: clusterMetadata, webhooks: list(webhook) },
  required: ['metadata'],
});

/** Of both kinds it is read whom the API server calls. */
export const webhookConfigurations: readonly KindReader<WebhookConfiguration>[] = [
  configuration('MutatingWebhookConfiguration'), configuration('ValidatingWebhookConfiguration'),
];
