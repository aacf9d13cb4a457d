import { boolean, customObject, list, nonEmpty, oneOf } from '../../manifest/schema/kit';
import { labels } from '../../manifest/syntax/labels';
import type { AgentsModel, CallerModel, CallerPodsModel } from '../../model/model';
import { cidr, ofKind } from './kit';
import { dataPlane } from './namespaces';

type Caller<K extends CallerModel['kind']> = Extract<CallerModel, { readonly kind: K }>;

const pods = customObject<CallerPodsModel>(
  { namespace: nonEmpty, labels, wholeNamespace: boolean }, { name: 'the pods of a caller', required: ['namespace', 'labels', 'wholeNamespace'] },
);

export const agents = customObject<AgentsModel>({ namespace: nonEmpty, labels }, { name: 'agents', required: ['namespace', 'labels'] });

export const identity = customObject<Caller<'identity'>>({
  kind: oneOf('identity'),
  role: oneOf('ingress-gateway', 'prometheus', 'spiffe'),
  principal: nonEmpty,
  pods,
  dataPlane,
  usesWaypoints: boolean,
}, { name: 'an identity', required: ['kind', 'role', 'principal'] });

export const caller = ofKind<CallerModel>({
  service: customObject<Caller<'service'>>({ kind: oneOf('service'), service: nonEmpty }, { name: 'a service as a caller', required: ['kind', 'service'] }),
  namespace: customObject<Caller<'namespace'>>({ kind: oneOf('namespace'), namespace: nonEmpty }, { name: 'a namespace as a caller', required: ['kind', 'namespace'] }),
  identity,
  addresses: customObject<Caller<'addresses'>>({
    kind: oneOf('addresses'), role: oneOf('api-server', 'cidr', 'kubelet', 'load-balancer', 'nodes'), cidrs: list(cidr), except: list(cidr), agents,
  }, { name: 'callers by address', required: ['kind', 'role', 'cidrs', 'except'] }),
  anyone: customObject<Caller<'anyone'>>({ kind: oneOf('anyone'), reason: nonEmpty }, { name: 'anyone as a caller', required: ['kind', 'reason'] }),
});
