import type { EndpointPort, EndpointSlice, ObjectReference, SliceEndpoint } from '../endpoint-kinds';
import { labels } from '../syntax/labels';
import { dnsLabelFault, dnsSubdomainFault, labelKeyFault, labelValueFault } from '../syntax/names';
import { addressesOfType, portNames } from '../validate/endpoint-slice';
import { defineKind } from './kind';
import { boolean, int32, list, object, oneOf, string, stringOf, type Check } from './kit';
import { metadata } from './metadata';

export const objectReference = object<ObjectReference>({ kind: string, namespace: string, name: string }, {
  name: 'an object reference', unread: { apiVersion: string, uid: string, resourceVersion: string, fieldPath: string },
});

export const endpointPortName = stringOf('bad-port', (text) => text === '' ? undefined : dnsLabelFault(text));
export const endpointProtocol = oneOf('TCP', 'UDP', 'SCTP');
export const endpointAppProtocol = stringOf('bad-value', (text) => labelKeyFault(text) === undefined ? undefined : 'is not a protocol name');
export const nodeName = stringOf('bad-name', dnsSubdomainFault);
export const hostname = stringOf('bad-name', dnsLabelFault);

const FEW = 8;
const hint = (name: Check<string>): Check<unknown> => object<{ readonly name?: string }>({ name }, { name: 'a hint', required: [] });

const endpoint = object<SliceEndpoint>({ addresses: list(string, { least: 1, most: 100 }), targetRef: objectReference }, {
  name: 'an endpoint',
  required: ['addresses'],
  unread: {
    conditions: object({ ready: boolean, serving: boolean, terminating: boolean }, { name: 'conditions' }),
    hostname,
    nodeName,
    zone: string,
    deprecatedTopology: labels,
    hints: object({
      forZones: list(hint(stringOf('bad-label', labelValueFault)), { most: FEW }), forNodes: list(hint(nodeName), { most: FEW }),
    }, { name: 'hints' }),
  },
});

/** Its number is not checked by the API server either; one that is no port nobody takes up. */
const port = object<EndpointPort>({ name: endpointPortName, port: int32, protocol: endpointProtocol, appProtocol: endpointAppProtocol }, {
  name: 'a port of an EndpointSlice',
});

/** https://kubernetes.io/docs/reference/kubernetes-api/service-resources/endpoint-slice-v1/ */
export const endpointSlice = defineKind<EndpointSlice>({
  group: 'discovery.k8s.io',
  kind: 'EndpointSlice',
  versions: ['v1'],
  fields: {
    metadata,
    addressType: oneOf('IPv4', 'IPv6', 'FQDN'),
    endpoints: list(endpoint, { most: 1000 }),
    ports: list(port, { most: 20000 }),
  },
  required: ['metadata', 'addressType'],
  rules: (value, findings) => {
    addressesOfType(value, findings);
    portNames(value.ports, findings);
  },
});
