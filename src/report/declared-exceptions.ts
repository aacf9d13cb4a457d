import type { AccessModel, EdgeModel, ExternalEdgeModel, ServiceModel } from '../model/model';
import { calleeNames, callerName } from './declared-names';

/** Addresses that are this many or more are not somebody in particular. */
const WIDE = { ipv4: 16, ipv6: 48 };

/** Everything declared that opens more than one caller's worth, with the reason its author gave. */
export function declaredExceptions(model: AccessModel): readonly string[] {
  return [
    ...model.services.flatMap(portExceptions),
    ...model.edges.flatMap((edge) => edgeExceptions(edge, model)),
    ...model.externals.flatMap(externalException),
  ].sort();
}

function portExceptions(service: ServiceModel): readonly string[] {
  const plaintext = service.ports.filter((port) => port.mtls !== 'strict').map((port) => {
    const what = port.mtls === 'permissive' ? 'accepts plaintext' : 'is plaintext only';
    return because(`${calleeNames(service, port).join(', ')} ${what}`, port.mtlsReason);
  });
  return [...plaintext, ...service.excludedInboundPorts.map((port) => `pod:${service.id}:${port} bypasses the proxy`)];
}

function edgeExceptions({ caller, callee, reasons }: EdgeModel, { mesh }: AccessModel): readonly string[] {
  const name = callerName(caller, mesh);
  switch (caller.kind) {
    case 'anyone': return [because(`anyone may call ${callee}`, caller.reason)];
    case 'namespace': return [because(`${name} may call ${callee}`, reasons.join('; '))];
    case 'identity': return caller.pods?.wholeNamespace === true
      ? [because(`NetworkPolicy admits all pods of namespace ${caller.pods.namespace} to ${callee} for ${name}`, reasons.join('; '))]
      : [];
    case 'addresses': return caller.cidrs.filter(isWide).map((cidr) => because(`all of ${cidr} may reach ${callee}`, reasons.join('; ')));
    case 'service': return [];
  }
}

function externalException({ caller, host, addresses, reasons }: ExternalEdgeModel): readonly string[] {
  if (addresses.length > 0) return [];
  return [because(`NetworkPolicy lets ${caller} out to every address outside the cluster for ${host}`, reasons.join('; '))];
}

function isWide(cidr: string): boolean {
  const [address, length] = cidr.split('/');
  return Number(length) < (address.includes(':') ? WIDE.ipv6 : WIDE.ipv4);
}

function because(text: string, reason: string | undefined): string {
  return reason === undefined || reason === '' ? text : `${text}: ${reason}`;
}
