import { GATEWAY_ROUTE_KINDS, type GatewayRoute, type GatewayRouteRule, type GatewayRouteSpec, type RouteFilter, type RouteReference } from '../route-kinds';
import { defineKind } from './kind';
import { hostnameFault } from '../validate/gateway';
import { gatewayRouteRules } from '../validate/gateway-route';
import { anything, customObject, integer, isMap, list, nonEmpty, oneOf, port, string, stringOf, wrongType, type Check } from './kit';
import { metadata } from './metadata';

// https://gateway-api.sigs.k8s.io/reference/spec/: routes of one shape, of which each kind matches by something else.

const unread: Check<Readonly<Record<string, unknown>>> = (value, findings) => {
  if (!isMap(value)) wrongType(findings, 'a map', value);
  return value as Readonly<Record<string, unknown>>;
};

const reference = { group: string, kind: nonEmpty, name: nonEmpty, namespace: nonEmpty, port };
const parent = customObject<RouteReference>({ ...reference, sectionName: nonEmpty }, { name: 'a reference to a parent', required: ['name'] });

type Rewrite = NonNullable<RouteFilter['urlRewrite']>;
const urlRewrite = customObject<Rewrite>({
  hostname: nonEmpty,
  path: customObject<NonNullable<Rewrite['path']>>({ type: oneOf('ReplaceFullPath', 'ReplacePrefixMatch'), replaceFullPath: string, replacePrefixMatch: string }, { name: 'a path to put in place', required: ['type'] }),
}, { name: 'a rewrite' });

const filter = customObject<RouteFilter>({ type: nonEmpty, requestHeaderModifier: unread, urlRewrite }, {
  name: 'a filter',
  required: ['type'],
  unread: Object.fromEntries(['responseHeaderModifier', 'requestMirror', 'requestRedirect', 'cors', 'extensionRef', 'externalAuth']
    .map((key) => [key, unread])),
});

type BackendRef = NonNullable<GatewayRouteRule['backendRefs']>[number];
const backendRef = customObject<BackendRef>({ ...reference, sectionName: nonEmpty, filters: list(filter), weight: integer(0, 1_000_000) }, { name: 'a reference to a backend', required: ['name'] });

const rule = customObject<GatewayRouteRule>({ matches: list(unread), filters: list(filter), backendRefs: list(backendRef) }, {
  name: 'a rule',
  unread: { name: string, timeouts: unread, retry: unread, sessionPersistence: unread },
});

const spec = customObject<GatewayRouteSpec>({ parentRefs: list(parent), hostnames: list(stringOf('bad-host', hostnameFault)), rules: list(rule) }, {
  name: 'a route spec',
  unread: { useDefaultGateways: anything },
});

export const gatewayRoutes = GATEWAY_ROUTE_KINDS.map((kind) => defineKind<GatewayRoute>({
  group: 'gateway.networking.k8s.io',
  kind,
  versions: ['v1', 'v1beta1', 'v1alpha2', 'v1alpha3'],
  fields: { metadata, spec },
  required: ['metadata', 'spec'],
  rules: gatewayRouteRules,
}));
