import { type APIService, type CustomResourceDefinition, type KnownObject, WEBHOOK_KINDS, type WebhookClientConfig, type WebhookConfiguration } from './kinds';

/** A Kubernetes Service that an object has the API server call. */
export interface ApiServerCall {
  /** `ValidatingWebhookConfiguration orders`. */
  readonly object: string;
  /** Which of an object that has several. */
  readonly webhook?: string;
  readonly service: { readonly namespace: string; readonly name: string; readonly port: number };
  readonly purpose: ApiServerPurpose;
}

/** What the API server has it for: admission (of requests that it refuses unasked, or lets pass), an object in another version, a whole API. */
export type ApiServerPurpose = 'admission' | 'admission-ignored' | 'conversion' | 'aggregation';

/** Kinds of objects that say so. */
export const API_SERVER_CALLING_KINDS: readonly string[] = [...WEBHOOK_KINDS, 'CustomResourceDefinition', 'APIService'];

/** Of a webhook at a URL nobody knows where that leads. */
export function apiServerCalls(object: KnownObject): readonly ApiServerCall[] {
  const { kind, metadata: { name } } = object;
  const call = (purpose: ApiServerPurpose, service: WebhookClientConfig['service'], webhook?: string): readonly ApiServerCall[] => (service === undefined
    ? []
    : [{ object: `${kind} ${name}`, ...(webhook === undefined ? {} : { webhook }), service: portOf(service), purpose }]);
  if (isWebhooks(object)) {
    return (object.webhooks ?? []).flatMap(({ name: webhook, clientConfig, failurePolicy }) => (
      call(failurePolicy === 'Ignore' ? 'admission-ignored' : 'admission', clientConfig.service, webhook)
    ));
  }
  if (kind === 'CustomResourceDefinition') return call('conversion', (object as CustomResourceDefinition).spec.conversion?.webhook?.clientConfig?.service);
  if (kind === 'APIService') return call('aggregation', (object as APIService).spec.service);
  return [];
}

function isWebhooks(object: KnownObject): object is WebhookConfiguration {
  return (WEBHOOK_KINDS as readonly string[]).includes(object.kind);
}

/** Without a port it is 443, of all of them: https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#service-reference */
function portOf({ namespace, name, port = 443 }: NonNullable<WebhookClientConfig['service']>): ApiServerCall['service'] {
  return { namespace, name, port };
}
