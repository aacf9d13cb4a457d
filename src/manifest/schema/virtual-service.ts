import type {
  RouteStringMatch, VirtualService, VirtualServiceDestination, VirtualServiceHttpRoute, VirtualServiceMatch, VirtualServiceSpec,
  VirtualServiceStreamRoute,
} from '../route-kinds';
import { visibilityFault, wildcardHostFault } from '../syntax/hosts';
import { istioLabels } from '../syntax/labels';
import { httpRouteRules, matchRules, specRules, streamRules } from '../validate/virtual-service';
import { defineKind } from './kind';
import { anything, boolean, customObject, int32, isMap, list, nonEmpty, port, record, string, stringOf, wrongType, type Check } from './kit';
import { metadata } from './metadata';

// https://istio.io/latest/docs/reference/config/networking/virtual-service/

const unread: Check<Readonly<Record<string, unknown>>> = (value, findings) => {
  if (!isMap(value)) wrongType(findings, 'a map', value);
  return value as Readonly<Record<string, unknown>>;
};

const stringMatch = customObject<RouteStringMatch>({ exact: string, prefix: string, regex: string }, {
  name: 'a string match',
  rules: (value, findings) => {
    const set = Object.keys(value);
    if (set.length > 1) findings.add('conflict', `only one of ${set.map((key) => `\`${key}\``).join(' and ')} can be set`);
  },
});

const match = customObject<VirtualServiceMatch>({
  uri: stringMatch, ignoreUriCase: boolean, method: stringMatch, authority: stringMatch, headers: record(nonEmpty, stringMatch),
  withoutHeaders: record(nonEmpty, stringMatch), queryParams: record(nonEmpty, stringMatch), scheme: stringMatch,
  port, sourceLabels: istioLabels, sourceNamespace: string, gateways: list(nonEmpty),
}, { name: 'an HTTP match', unread: { name: string, statPrefix: string }, rules: matchRules });

const destination = customObject<VirtualServiceDestination>({
  host: nonEmpty, subset: string, port: customObject<{ readonly number?: number }>({ number: port }, { name: 'a port' }),
}, { name: 'a destination', required: ['host'] });

const requestHeaders = customObject<{ readonly request?: Readonly<Record<string, unknown>> }>({ request: unread }, {
  name: 'header operations', unread: { response: unread },
});

type HttpDestination = NonNullable<VirtualServiceHttpRoute['route']>[number];
const httpDestination = customObject<HttpDestination>({ destination, weight: int32, headers: requestHeaders }, {
  name: 'a weighted destination', required: ['destination'],
});

const httpRoute = customObject<VirtualServiceHttpRoute>({
  match: list(match), route: list(httpDestination), redirect: unread, directResponse: unread,
  delegate: customObject<NonNullable<VirtualServiceHttpRoute['delegate']>>({ name: string, namespace: string }, { name: 'a delegate' }), rewrite: unread,
  fault: customObject<{ readonly abort?: Readonly<Record<string, unknown>> }>({ abort: unread }, { name: 'a fault', unread: { delay: unread } }), headers: requestHeaders,
}, {
  name: 'an HTTP route',
  unread: {
    name: string, timeout: string, retries: unread, mirror: unread, mirrors: list(unread), mirrorPercent: anything, mirror_percent: anything,
    mirrorPercentage: unread, corsPolicy: unread,
  },
  rules: httpRouteRules,
});

type StreamDestination = NonNullable<VirtualServiceStreamRoute['route']>[number];
const streamRoute = customObject<VirtualServiceStreamRoute>({
  match: list(unread),
  route: list(customObject<StreamDestination>({ destination }, { name: 'a weighted destination', required: ['destination'], unread: { weight: anything } })),
}, { name: 'a route' });

const spec = customObject<VirtualServiceSpec>({
  hosts: list(stringOf('bad-host', wildcardHostFault)),
  gateways: list(nonEmpty),
  http: list(httpRoute),
  tcp: list(streamRoute),
  tls: list(streamRoute),
  exportTo: list(stringOf('bad-value', visibilityFault)),
}, { name: 'a VirtualService spec' });

export const virtualService = defineKind<VirtualService>({
  group: 'networking.istio.io',
  kind: 'VirtualService',
  versions: ['v1', 'v1beta1', 'v1alpha3'],
  fields: { metadata, spec },
  required: ['metadata', 'spec'],
  rules: ({ spec: given }, findings) => {
    specRules(given, findings);
    streamRules('tcp', given.tcp ?? [], findings);
    streamRules('tls', given.tls ?? [], findings);
  },
});
