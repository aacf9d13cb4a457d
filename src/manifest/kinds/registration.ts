import type { Kind } from './object';

export interface WebhookClientConfig {
  /** Outside the cluster, or anywhere. */
  readonly url?: string;
  readonly service?: { readonly namespace: string; readonly name: string; readonly path?: string; readonly port?: number };
}

/** Whom the API server asks; which requests it asks about is read by nobody here. */
export interface AdmissionWebhook {
  readonly name: string;
  readonly clientConfig: WebhookClientConfig;
  /** Left out: `Fail`. */
  readonly failurePolicy?: 'Fail' | 'Ignore';
}

export const WEBHOOK_KINDS = ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'] as const;

export interface WebhookConfiguration extends Kind<'admissionregistration.k8s.io/v1', typeof WEBHOOK_KINDS[number]> {
  readonly webhooks?: readonly AdmissionWebhook[];
}

export interface CustomResourceDefinition extends Kind<'apiextensions.k8s.io/v1', 'CustomResourceDefinition'> {
  readonly spec: {
    readonly conversion?: {
      readonly strategy: 'None' | 'Webhook';
      readonly webhook?: { readonly clientConfig?: WebhookClientConfig };
    };
  };
}

export interface APIService extends Kind<'apiregistration.k8s.io/v1', 'APIService'> {
  readonly spec: {
    /** Left out: the API server serves it itself. */
    readonly service?: { readonly namespace: string; readonly name: string; readonly port?: number };
  };
}
