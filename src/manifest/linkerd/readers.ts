import { defineKind, type KindReader } from '../schema/kind';
import { anything, boolean, customObject, intOrString, isMap, list, nonEmpty, oneOf, port, string, stringOf, wrongType, type Check } from '../schema/kit';
import { metadata } from '../schema/metadata';
import { labelSelector } from '../schema/selectors';
import { addressOrCidrFault } from '../syntax/addresses';
import type { RouteReference } from '../route-kinds';
import {
  LINKERD_GROUP, type LinkerdAuthorizationPolicy, type LinkerdHttpRoute, type LinkerdMeshTlsAuthentication, type LinkerdNetwork,
  type LinkerdNetworkAuthentication, type LinkerdObject, type LinkerdRef, type LinkerdServer, type LinkerdServerAuthorization,
} from './kinds';
import { ACCESS_POLICIES, identityFault, oneOfTwo, ownNamespace, requiredRefs, targetFault } from './validate';

// https://github.com/linkerd/linkerd2/tree/main/charts/linkerd-crds/templates/policy, with what the policy controller's webhook refuses.

const group = LINKERD_GROUP;
const required = ['metadata', 'spec'] as const;

const network = customObject<LinkerdNetwork>(
  { cidr: stringOf('bad-address', addressOrCidrFault), except: list(stringOf('bad-address', addressOrCidrFault)) }, { name: 'a network', required: ['cidr'] },
);
const reference = { group: string, kind: nonEmpty, name: nonEmpty, namespace: string };
const identity = stringOf('bad-value', identityFault);

const server = defineKind<LinkerdServer>({
  group, kind: 'Server', versions: ['v1beta3', 'v1beta2', 'v1beta1', 'v1alpha1'], required,
  fields: {
    metadata,
    spec: customObject<LinkerdServer['spec']>({
      podSelector: labelSelector,
      externalWorkloadSelector: labelSelector,
      port: intOrString(port, nonEmpty),
      proxyProtocol: oneOf('unknown', 'HTTP/1', 'HTTP/2', 'gRPC', 'opaque', 'TLS'),
      accessPolicy: oneOf(...ACCESS_POLICIES),
    }, { name: 'a Server spec', required: ['port'], rules: oneOfTwo('podSelector', 'externalWorkloadSelector') }),
  },
});

type Client = LinkerdServerAuthorization['spec']['client'];
type MeshTls = NonNullable<Client['meshTLS']>;

const meshTls = customObject<MeshTls>({
  unauthenticatedTLS: boolean,
  identities: list(identity),
  serviceAccounts: list(customObject<NonNullable<MeshTls['serviceAccounts']>[number]>({ name: nonEmpty, namespace: nonEmpty }, { name: 'a service account', required: ['name'] })),
}, { name: 'a meshTLS client' });

const serverAuthorization = defineKind<LinkerdServerAuthorization>({
  group, kind: 'ServerAuthorization', versions: ['v1beta1', 'v1alpha1'], required,
  fields: {
    metadata,
    spec: customObject<LinkerdServerAuthorization['spec']>({
      server: customObject<LinkerdServerAuthorization['spec']['server']>({ name: nonEmpty, selector: labelSelector }, { name: 'a server', rules: oneOfTwo('name', 'selector') }),
      client: customObject<Client>({ networks: list(network), unauthenticated: boolean, meshTLS: meshTls }, { name: 'a client' }),
    }, { name: 'a ServerAuthorization spec', required: ['server', 'client'] }),
  },
});

const authorizationPolicy = defineKind<LinkerdAuthorizationPolicy>({
  group, kind: 'AuthorizationPolicy', versions: ['v1alpha1'], required, rules: ownNamespace,
  fields: {
    metadata,
    spec: customObject<LinkerdAuthorizationPolicy['spec']>({
      targetRef: customObject<LinkerdRef>(reference, { name: 'a target reference', required: ['kind', 'name'], rules: targetFault }),
      requiredAuthenticationRefs: list(customObject<LinkerdRef>(reference, { name: 'an authentication reference', required: ['kind', 'name'] })),
    }, { name: 'an AuthorizationPolicy spec', required: ['targetRef', 'requiredAuthenticationRefs'], rules: requiredRefs }),
  },
});

type IdentityRef = NonNullable<LinkerdMeshTlsAuthentication['spec']['identityRefs']>[number];

const meshTlsAuthentication = defineKind<LinkerdMeshTlsAuthentication>({
  group, kind: 'MeshTLSAuthentication', versions: ['v1alpha1'], required,
  fields: {
    metadata,
    spec: customObject<LinkerdMeshTlsAuthentication['spec']>({
      identities: list(identity, { least: 1 }),
      identityRefs: list(customObject<IdentityRef>(reference, { name: 'an identity reference', required: ['kind'] }), { least: 1 }),
    }, { name: 'a MeshTLSAuthentication spec', rules: oneOfTwo('identities', 'identityRefs') }),
  },
});

const networkAuthentication = defineKind<LinkerdNetworkAuthentication>({
  group, kind: 'NetworkAuthentication', versions: ['v1alpha1'], required,
  fields: {
    metadata,
    spec: customObject<LinkerdNetworkAuthentication['spec']>({ networks: list(network, { least: 1 }) }, { name: 'a NetworkAuthentication spec', required: ['networks'] }),
  },
});

const unread: Check<Readonly<Record<string, unknown>>> = (value, findings) => {
  if (!isMap(value)) wrongType(findings, 'a map', value);
  return value as Readonly<Record<string, unknown>>;
};

const httpRoute = defineKind<LinkerdHttpRoute>({
  group, kind: 'HTTPRoute', versions: ['v1beta3', 'v1beta2', 'v1beta1', 'v1alpha1'], required,
  fields: {
    metadata,
    spec: customObject<LinkerdHttpRoute['spec']>({
      parentRefs: list(customObject<RouteReference>({ ...reference, port, sectionName: nonEmpty }, { name: 'a reference to a parent', required: ['name'] })),
      rules: list(customObject<NonNullable<LinkerdHttpRoute['spec']['rules']>[number]>({ matches: list(unread) }, {
        name: 'a rule', unread: { filters: anything, backendRefs: anything, timeouts: anything },
      })),
    }, { name: 'an HTTPRoute spec', unread: { hostnames: anything } }),
  },
});

/** What is given out of them goes with what is not taken into account: only the audit reads it. */
export const LINKERD_KINDS: readonly KindReader<LinkerdObject>[] = [
  server, serverAuthorization, authorizationPolicy, meshTlsAuthentication, networkAuthentication, httpRoute,
];
