import type { WebhookClientConfig } from '../kinds';
import { dnsLabelFault } from '../syntax/names';
import { object, port, string, stringOf } from './kit';

/** How the API server reaches a webhook, for admission and for conversion alike. */
export const clientConfig = object<WebhookClientConfig>({
  url: stringOf('bad-value', (text) => text.startsWith('https://') ? undefined : 'is not an https URL'),
  service: object<NonNullable<WebhookClientConfig['service']>>({
    namespace: stringOf('bad-name', dnsLabelFault),
    name: stringOf('bad-name', dnsLabelFault),
    path: string,
    port,
  }, { name: 'a reference to a Service', required: ['namespace', 'name'] }),
}, {
  name: 'a client configuration',
  unread: { caBundle: string },
  rules: ({ url, service }, findings) => {
    if (url !== undefined && service !== undefined) findings.add('conflict', 'only one of `url` and `service` can be set');
    if (url === undefined && service === undefined) findings.add('missing-field', 'a client configuration needs `url` or `service`');
  },
});
