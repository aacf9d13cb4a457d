import type { EndpointAddress, EndpointPort, Endpoints, EndpointSubset } from '../endpoint-kinds';
import { endpointAddressFault } from '../validate/endpoint-slice';
import { endpointAppProtocol, endpointPortName, endpointProtocol, hostname, nodeName, objectReference } from './endpoint-slice';
import { defineKind } from './kind';
import { list, object, port, stringOf } from './kit';
import { metadata } from './metadata';

const address = object<EndpointAddress>({ ip: stringOf('bad-address', endpointAddressFault), targetRef: objectReference }, {
  name: 'an address of Endpoints', required: ['ip'], unread: { hostname, nodeName },
});

type NumberedPort = EndpointPort & { readonly port: number };
const endpointPort = object<NumberedPort>({ name: endpointPortName, port, protocol: endpointProtocol, appProtocol: endpointAppProtocol }, {
  name: 'a port of Endpoints', required: ['port'],
});

const subset = object<EndpointSubset>({ addresses: list(address), notReadyAddresses: list(address), ports: list(endpointPort) }, {
  name: 'a subset',
  rules: ({ addresses = [], notReadyAddresses = [], ports = [] }, findings) => {
    if (addresses.length + notReadyAddresses.length === 0) findings.add('missing-field', 'a subset needs `addresses` or `notReadyAddresses`');
    if (ports.length < 2) return;
    ports.forEach(({ name = '' }, i) => {
      if (name === '') findings.addAt(['ports', i, 'name'], 'missing-field', 'each of several ports needs a `name`');
    });
  },
});

/** https://kubernetes.io/docs/reference/kubernetes-api/service-resources/endpoints-v1/ */
export const endpoints = defineKind<Endpoints>({
  group: '', kind: 'Endpoints', versions: ['v1'], fields: { metadata, subsets: list(subset) }, required: ['metadata'],
});
