import { boolean, type Check, customObject, list, nonEmpty, oneOf, port, refined } from '../../manifest/schema/kit';
import { labels } from '../../manifest/syntax/labels';
import type { BaselineModel, GatewayDestinationModel, GatewayListenerModel, GatewayModel } from '../../model/model';
import { caller, identity } from './callers';
import { cidr, day, ofKind } from './kit';
import { tokens } from './services';

type To = GatewayDestinationModel['to'];

const to = ofKind<To>({
  pods: customObject<Extract<To, { kind: 'pods' }>>({ kind: oneOf('pods'), namespace: nonEmpty, labels }, { name: 'pods', required: ['kind', 'namespace', 'labels'] }),
  addresses: customObject<Extract<To, { kind: 'addresses' }>>({ kind: oneOf('addresses'), cidr }, { name: 'addresses', required: ['kind', 'cidr'] }),
});

const destination = customObject<GatewayDestinationModel>(
  { to, ports: list(port, { least: 1 }), reason: nonEmpty, expires: day, owner: nonEmpty },
  { name: 'a destination', required: ['to', 'ports', 'reason'] },
);

const listener = customObject<GatewayListenerModel>(
  { port, protocol: oneOf('tcp', 'udp'), purpose: oneOf('clients', 'health', 'metrics'), clients: list(caller, { least: 1 }) },
  { name: 'a listener', required: ['port', 'protocol', 'purpose', 'clients'] },
);

const withPods = refined(identity, ({ pods }, findings) => {
  if (pods === undefined) findings.addAt(['pods'], 'missing-field', 'a gateway needs `pods`');
}) as Check<GatewayModel['caller']>;

export const gateway = customObject<GatewayModel>({
  id: nonEmpty,
  construct: nonEmpty,
  namespace: nonEmpty,
  name: nonEmpty,
  caller: withPods,
  isProxy: boolean,
  listeners: list(listener),
  destinations: list(destination),
  tokens,
}, { name: 'a gateway', required: ['id', 'construct', 'namespace', 'name', 'caller', 'isProxy', 'listeners', 'destinations'] });

export const baseline = customObject<BaselineModel>({
  construct: nonEmpty,
  strictMtls: boolean,
  denyByDefault: boolean,
  gateways: list(customObject<BaselineModel['gateways'][number]>(
    { id: nonEmpty, namespace: nonEmpty, labels, ports: list(port) }, { name: 'a gateway of the mesh', required: ['id', 'namespace', 'labels', 'ports'] },
  )),
}, { name: 'the baseline', required: ['construct', 'strictMtls', 'denyByDefault', 'gateways'] });
