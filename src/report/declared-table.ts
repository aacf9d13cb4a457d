import type { AccessModel, EdgeModel, ExpiredModel, ExternalEdgeModel, GatewayModel, ImportedServiceModel, PortModel, ServiceModel } from '../model/model';
import { gatewayName } from '../model/names';
import type { TokensModel } from '../model/tokens';
import { transport } from '../proof/declaration';
import { byText, type AccessTable, type CalleeAccess, type CallerAccess } from './access-table';
import { apiCoverage } from './api-coverage';
import { accessTexts } from './declared-access';
import { calleeNames, callerName, edgeName, isSamePort } from './declared-names';
import { endings } from './ends';
import { exceptionsOf, exceptionText } from './exceptions';

/** What was declared: one line per caller and port of every service. */
export function declaredTable(model: AccessModel): AccessTable {
  const edges = new Map(model.services.map(({ id }): [string, EdgeModel[]] => [id, []]));
  for (const edge of model.edges) edges.get(edge.callee)?.push(edge);
  const textOf = accessTexts();
  const documents = apiCoverage(model);
  return {
    callees: model.services
      .flatMap((service) => service.ports.flatMap((port) => calleeAccess(model, edges.get(service.id) ?? [], service, port, textOf)))
      .sort(byText((c) => c.callee)),
    ...(model.gateways === undefined ? {} : { gateways: model.gateways.flatMap((gateway) => listeners(gateway, model)) }),
    ...(model.imported === undefined ? {} : { elsewhere: callsElsewhere(model, model.imported) }),
    externals: [...model.externals.flatMap(externalTexts), ...model.services.flatMap(apiServerTexts)].sort(),
    exceptions: exceptionsOf(model).map(exceptionText),
    ...(model.removed === undefined ? {} : { removed: model.removed.map(({ what, reason }) => `${what}: ${reason}`) }),
    ...(documents.length === 0 ? {} : { documents }),
    ...(model.expired === undefined ? {} : { expired: model.expired.map(expiredText) }),
  };
}

function calleeAccess(
  { mesh }: AccessModel, edges: readonly EdgeModel[], service: ServiceModel, port: PortModel, textOf: ReturnType<typeof accessTexts>,
): readonly CalleeAccess[] {
  const callers: CallerAccess[] = [];
  for (const edge of edges) {
    const caller = edgeName(edge, mesh);
    if (edge.grants === undefined) {
      for (const one of edge.access) if (isSamePort(one, port)) callers.push({ caller, access: textOf(one) });
      continue;
    }
    for (const { access, until } of endings(edge.grants, port)) {
      callers.push({ caller, access: textOf(access), ...(until === undefined ? {} : { until }) });
    }
  }
  const sorted = callers.sort(byText((c) => c.caller));
  return calleeNames(service, port).map((callee) => ({ callee, callers: sorted }));
}

export function expiredText({ what, expires, reason, owner }: ExpiredModel): string {
  return exceptionText({ what: `${what} expired on ${expires}`, ...(reason === undefined ? {} : { reason }), ...(owner === undefined ? {} : { owner }) });
}

/** Connections: what is asked for over them is not decided at the gateway's pods, but whether a token comes with it. */
function listeners(gateway: GatewayModel, { mesh }: AccessModel): readonly CalleeAccess[] {
  return gateway.listeners.map(({ port, protocol, purpose, clients }) => ({
    callee: `${gatewayName(gateway)}:${port}${protocol === 'tcp' ? '' : `/${transport(protocol)}`}`,
    // Addresses of the cluster are its facts; those of clients are what was declared.
    callers: clients.map((client) => client.kind === 'addresses' && client.role !== 'cidr' ? client.role : callerName(client, mesh))
      .sort().map((caller) => ({ caller, access: purpose === 'clients' && gateway.tokens !== undefined ? tokenText(gateway.tokens) : 'connections' })),
  }));
}

function tokenText({ issuers, except, corsPreflight }: TokensModel): string {
  const free = [...(except.length === 0 ? [] : ['exceptions']), ...(corsPreflight ? ['CORS preflights'] : [])];
  return `requests with a token of ${issuers.map(({ issuer }) => issuer).join(' or ')}${free.length === 0 ? '' : `, ${free.join(' and ')}`}`;
}

function callsElsewhere({ edges, mesh }: AccessModel, imported: readonly ImportedServiceModel[]): readonly string[] {
  const services = new Map(imported.map((s) => [s.id, s]));
  return edges.flatMap((edge) => {
    const service = services.get(edge.callee);
    if (service === undefined) return [];
    const names = edge.access.flatMap((a) => calleeNames(service, a));
    return [`${edgeName(edge, mesh)} -> ${names.join(', ')} (${service.contract})`];
  }).sort();
}

function externalTexts({ caller, host, ports, identityOf }: ExternalEdgeModel): readonly string[] {
  const who = identityOf === undefined ? caller : `${caller} (as ${identityOf})`;
  return ports.map(({ number, protocol }) => `${who} -> ${host}:${number} (${protocol})`);
}

function apiServerTexts({ id, apiServer }: ServiceModel): readonly string[] {
  return apiServer === undefined ? [] : [`${id} -> the API server`];
}
