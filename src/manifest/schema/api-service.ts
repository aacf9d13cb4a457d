import type { APIService } from '../kinds';
import { dnsLabelFault } from '../syntax/names';
import { defineKind } from './kind';
import { boolean, integer, object, port, string, stringOf } from './kit';
import { clusterMetadata } from './metadata';

type Reference = NonNullable<APIService['spec']['service']>;

/**
 * Of it is read whom the API server forwards requests for the API to.
 *
 * https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/api-service-v1/
 */
export const apiService = defineKind<APIService>({
  group: 'apiregistration.k8s.io',
  kind: 'APIService',
  versions: ['v1'],
  fields: {
    metadata: clusterMetadata,
    spec: object<APIService['spec']>({
      service: object<Reference>({
        namespace: stringOf('bad-name', dnsLabelFault),
        name: stringOf('bad-name', dnsLabelFault),
        port,
      }, { name: 'a reference to a Service', required: ['namespace', 'name'] }),
    }, {
      name: 'the spec of an APIService',
      unread: {
        caBundle: string, group: string, groupPriorityMinimum: integer(1, 20_000), insecureSkipTLSVerify: boolean, version: string,
        versionPriority: integer(1, 1000),
      },
    }),
  },
  required: ['metadata', 'spec'],
  carriesNothing: ({ spec }) => spec.service === undefined,
});
