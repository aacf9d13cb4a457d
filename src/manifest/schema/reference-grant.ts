import type { ReferenceGrant } from '../route-kinds';
import { apiGroupFault, apiKindFault } from '../validate/gateway';
import { dnsLabelFault } from '../syntax/names';
import { defineKind } from './kind';
import { customObject, list, nonEmpty, stringOf } from './kit';
import { metadata } from './metadata';

// https://gateway-api.sigs.k8s.io/reference/spec/#referencegrant

const group = stringOf('bad-value', apiGroupFault);
const kind = stringOf('bad-value', apiKindFault);

type Spec = ReferenceGrant['spec'];
const spec = customObject<Spec>({
  from: list(customObject<Spec['from'][number]>({ group, kind, namespace: stringOf('bad-name', dnsLabelFault) }, { name: 'where references are', required: ['group', 'kind', 'namespace'] }), { least: 1, most: 16 }),
  to: list(customObject<Spec['to'][number]>({ group, kind, name: nonEmpty }, { name: 'what they are to', required: ['group', 'kind'] }), { least: 1, most: 16 }),
}, { name: 'a ReferenceGrant spec', required: ['from', 'to'] });

export const referenceGrant = defineKind<ReferenceGrant>({
  group: 'gateway.networking.k8s.io',
  kind: 'ReferenceGrant',
  versions: ['v1', 'v1beta1', 'v1alpha2'],
  fields: { metadata, spec },
  required: ['metadata', 'spec'],
});
