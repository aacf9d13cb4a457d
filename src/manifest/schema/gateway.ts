import type { Gateway, GatewayListener, GatewaySpec } from '../kinds';
import {
  addressRules, addressesAreUnique, addressTypeFault, type Address, apiGroupFault, apiKindFault, hostnameFault, infrastructureKeyFault, isUnderstood,
  labelValueOnlyFault, listenerRules, protocolFault, type TlsConfig,
} from '../validate/gateway';
import { dnsLabelFault, dnsSubdomainFault } from '../syntax/names';
import { few } from './few';
import { defineKind } from './kind';
import { anything, customObject, list, oneOf, port, record, refined, string, stringOf, type Check } from './kit';
import { metadata } from './metadata';
import { labelSelector } from './selectors';

// https://gateway-api.sigs.k8s.io/reference/spec/#gateway, standard channel, with the rules that its CustomResourceDefinition has in CEL.

type Infrastructure = NonNullable<GatewaySpec['infrastructure']>;
type AllowedRoutes = NonNullable<GatewayListener['allowedRoutes']>;

const group = stringOf('bad-value', apiGroupFault);
const kind = stringOf('bad-value', apiKindFault);
const name = stringOf('bad-name', (text) => text === '' || text.length > 253 ? 'is not a name' : undefined);
const namespace = stringOf('bad-name', dnsLabelFault);

const freeText = stringOf('bad-value', (text) => text.length > 4096 ? 'is longer than 4096 characters' : undefined);

const infrastructureKey = stringOf('bad-label', infrastructureKeyFault);
const infrastructure = customObject<Infrastructure>({
  labels: few(record(infrastructureKey, stringOf('bad-label', labelValueOnlyFault), 'a map of labels'), 8),
  annotations: few(record(infrastructureKey, freeText, 'a map of annotations'), 16),
  parametersRef: customObject<NonNullable<Infrastructure['parametersRef']>>({ group, kind, name }, { name: 'a parameters reference', required: ['group', 'kind', 'name'] }),
}, { name: 'an infrastructure' });

const allowedRoutes = customObject<AllowedRoutes>({
  namespaces: customObject<NonNullable<AllowedRoutes['namespaces']>>(
    { from: oneOf('All', 'Selector', 'Same'), selector: labelSelector }, { name: 'a choice of namespaces' },
  ),
  kinds: list(customObject<NonNullable<AllowedRoutes['kinds']>[number]>({ group, kind }, { name: 'a route kind', required: ['kind'] }), { most: 8 }),
}, { name: 'a choice of routes' });

type CertificateRef = NonNullable<TlsConfig['certificateRefs']>[number];

const tls = customObject<TlsConfig>({
  mode: oneOf('Terminate', 'Passthrough'),
  certificateRefs: list(customObject<CertificateRef>({ group, kind, name, namespace }, { name: 'a certificate reference', required: ['name'] }), { most: 64 }),
  options: few(record(undefined, freeText), 16),
}, { name: 'TLS settings' });

const listener = customObject<GatewayListener>({
  name: stringOf('bad-name', dnsSubdomainFault),
  hostname: stringOf('bad-host', hostnameFault),
  port,
  protocol: stringOf('bad-value', protocolFault),
  allowedRoutes,
  tls: tls as Check<NonNullable<GatewayListener['tls']>>,
}, { name: 'a listener', required: ['name', 'port', 'protocol'] });

const address = customObject<Address>({ type: stringOf('bad-value', addressTypeFault), value: string }, { name: 'an address', rules: addressRules });

const spec = customObject<GatewaySpec>({
  gatewayClassName: name,
  listeners: refined(list(listener, { least: 1, most: 64 }), listenerRules),
  addresses: refined(list(address, { most: 16 }), addressesAreUnique) as Check<NonNullable<GatewaySpec['addresses']>>,
  infrastructure,
}, {
  name: 'a Gateway spec',
  required: ['gatewayClassName', 'listeners'],
  // Who may add listeners, and certificates at both ends of a gateway: neither opens a port of its own.
  unread: { allowedListeners: anything, tls: anything },
});

export const gateway = defineKind<Gateway>({
  group: 'gateway.networking.k8s.io',
  kind: 'Gateway',
  versions: ['v1', 'v1beta1'],
  fields: { metadata, spec },
  required: ['metadata', 'spec'],
  concern: ({ spec: given }) => isUnderstood(given) ? undefined : { concern: 'routes traffic' },
});
