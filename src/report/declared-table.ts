import type { AccessModel, ExternalEdgeModel, PortModel, ServiceModel } from '../model/model';
import { byText, type AccessTable, type CalleeAccess } from './access-table';
import { declaredAccessText } from './declared-access';
import { declaredExceptions } from './declared-exceptions';
import { calleeNames, callerName, isSamePort } from './declared-names';

/** What was declared: one line per caller and port of every service. */
export function declaredTable(model: AccessModel): AccessTable {
  return {
    callees: model.services.flatMap((service) => service.ports.flatMap((port) => calleeAccess(model, service, port))).sort(byText((c) => c.callee)),
    externals: model.externals.flatMap(externalTexts).sort(),
    exceptions: declaredExceptions(model),
  };
}

function calleeAccess(model: AccessModel, service: ServiceModel, port: PortModel): readonly CalleeAccess[] {
  const callers = model.edges.filter((edge) => edge.callee === service.id).flatMap((edge) => edge.access
    .filter((access) => isSamePort(access, port))
    .map((access) => ({ caller: callerName(edge.caller, model.mesh), access: declaredAccessText(access) })));
  const sorted = callers.sort(byText((c) => c.caller));
  return calleeNames(service, port).map((callee) => ({ callee, callers: sorted }));
}

function externalTexts({ caller, host, ports }: ExternalEdgeModel): readonly string[] {
  return ports.map(({ number, protocol }) => `${caller} -> ${host}:${number} (${protocol})`);
}
