import type { GatewayServer, GatewayServerTls, IstioGateway } from '../route-kinds';
import { istioLabels } from '../syntax/labels';
import { protocolFault } from '../syntax/protocols';
import { serverHostFault, serverRules } from '../validate/istio-gateway';
import { defineKind } from './kind';
import { anything, customObject, list, nonEmpty, port, refined, string, stringOf, type Check } from './kit';
import { metadata } from './metadata';
import { gatewayServerTls } from './server-tls';

// https://istio.io/latest/docs/reference/config/networking/gateway/

const serverPort = customObject<GatewayServer['port']>({
  number: port, protocol: refined(nonEmpty, stringOf('bad-value', protocolFault)), name: nonEmpty,
}, { name: 'a port of a server', required: ['number', 'protocol', 'name'] });

const server = customObject<GatewayServer>({
  port: serverPort,
  bind: string,
  hosts: list(stringOf('bad-host', serverHostFault), { least: 1 }),
  tls: gatewayServerTls as Check<GatewayServerTls>,
}, { name: 'a server', required: ['port', 'hosts'], unread: { name: string, defaultEndpoint: anything }, rules: serverRules });

export const istioGateway = defineKind<IstioGateway>({
  group: 'networking.istio.io',
  kind: 'Gateway',
  versions: ['v1', 'v1beta1', 'v1alpha3'],
  fields: {
    metadata,
    spec: customObject<IstioGateway['spec']>({ selector: istioLabels, servers: list(server, { least: 1 }) }, { name: 'a Gateway spec', required: ['servers'] }),
  },
  required: ['metadata', 'spec'],
  rules: ({ spec: { servers } }, findings) => {
    const names = new Set<string>();
    servers.forEach(({ port: { name } }, i) => {
      if (names.has(name)) findings.addAt(['spec', 'servers', i, 'port', 'name'], 'duplicate-value', `\`${name}\` already names the port of a server`, { value: name });
      names.add(name);
    });
  },
});
