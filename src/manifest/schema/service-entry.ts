import type { ServiceEntry, ServiceEntryPort, ServiceEntrySpec } from '../kinds';
import { addressOrCidrFault } from '../syntax/addresses';
import { visibilityFault, wildcardHostFault } from '../syntax/hosts';
import { protocolFault } from '../syntax/protocols';
import { exportTo } from '../validate/export-to';
import { istioAnnotations } from '../validate/istio-annotations';
import { serviceEntry as entryRules } from '../validate/service-entry';
import { defineKind } from './kind';
import { list, customObject, oneOf, port, string, stringOf } from './kit';
import { metadata } from './metadata';
import { networkingSelector } from './selectors';
import { entryPortName, workloadEntrySpec } from './workload-entry';

// https://istio.io/latest/docs/reference/config/networking/service-entry/

const endpoint = workloadEntrySpec('an endpoint');

const servicePort = customObject<ServiceEntryPort>({
  number: port, name: entryPortName, protocol: stringOf('bad-value', protocolFault), targetPort: port,
}, { name: 'a ServiceEntry port', required: ['number', 'name'] });

const host = stringOf('bad-host', (text) => text === '*' ? { message: 'names every host', repair: 'list the hosts' } : wildcardHostFault(text));

const spec = customObject<ServiceEntrySpec>({
  hosts: list(host, { least: 1, most: 256 }),
  addresses: list(stringOf('bad-address', addressOrCidrFault), { most: 256 }),
  ports: list(servicePort, { most: 256 }),
  location: oneOf('MESH_EXTERNAL', 'MESH_INTERNAL'),
  resolution: oneOf('NONE', 'STATIC', 'DNS', 'DNS_ROUND_ROBIN', 'DYNAMIC_DNS'),
  endpoints: list(endpoint, { most: 4096 }),
  workloadSelector: networkingSelector,
  exportTo: list(stringOf('bad-value', (text) => text === '~' ? undefined : visibilityFault(text))),
  subjectAltNames: list(string),
}, { name: 'a ServiceEntry spec', required: ['hosts'], rules: entryRules });

export const serviceEntry = defineKind<ServiceEntry>({
  group: 'networking.istio.io',
  kind: 'ServiceEntry',
  versions: ['v1', 'v1beta1', 'v1alpha3'],
  fields: { metadata, spec },
  required: ['metadata', 'spec'],
  rules: ({ metadata: meta, spec: { exportTo: entries = [] } }, findings) => {
    istioAnnotations(meta, undefined, findings);
    findings.at('spec', () => exportTo(entries, meta.namespace, findings));
  },
});
