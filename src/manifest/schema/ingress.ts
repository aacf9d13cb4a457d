import type { Ingress, IngressBackend } from '../kinds';
import { dnsLabelFault } from '../syntax/names';
import { defineKind } from './kind';
import { anything, list, object, oneOf, port, string, stringOf } from './kit';
import { metadata } from './metadata';

type Spec = NonNullable<Ingress['spec']>;
type Rule = NonNullable<Spec['rules']>[number];
type Http = NonNullable<Rule['http']>;
type Reference = NonNullable<IngressBackend['service']>;

const backend = object<IngressBackend>({
  service: object<Reference>({
    name: stringOf('bad-name', dnsLabelFault),
    port: object<NonNullable<Reference['port']>>({ name: string, number: port }, { name: 'a port of a Service' }),
  }, { name: 'a reference to a Service', required: ['name'] }),
}, { name: 'a backend', unread: { resource: anything } });

const rule = object<Rule>({
  http: object<Http>({
    paths: list(object<Http['paths'][number]>({ backend }, {
      name: 'a path',
      required: ['backend'],
      unread: { path: string, pathType: oneOf('Exact', 'ImplementationSpecific', 'Prefix') },
    })),
  }, { name: 'the paths of a host', required: ['paths'] }),
}, { name: 'a rule of an Ingress', unread: { host: string } });

/**
 * Of it is read which Services it leads to.
 *
 * https://kubernetes.io/docs/reference/kubernetes-api/service-resources/ingress-v1/
 */
export const ingress = defineKind<Ingress>({
  group: 'networking.k8s.io',
  kind: 'Ingress',
  versions: ['v1'],
  fields: {
    metadata,
    spec: object<Spec>({ defaultBackend: backend, rules: list(rule) }, {
      name: 'the spec of an Ingress', unread: { ingressClassName: string, tls: list(anything) },
    }),
  },
  required: ['metadata'],
});
