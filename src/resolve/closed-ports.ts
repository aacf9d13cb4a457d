import { callerName } from '../model/names';
import type { EdgeModel, ExpiredModel, PortAccessModel, ServiceModel } from '../model/model';
import type { InForce } from './in-force';

/**
 * Grants to addresses stand on a port that takes plaintext. Where that exception is past they end with it: the port refuses whoever has
 * no certificate, and an error about it would make the end of an exception block a hotfix.
 */
export function withoutClosedPorts(
  edges: readonly EdgeModel[],
  declared: readonly ServiceModel[],
  current: ReadonlyMap<string, ServiceModel>,
  inForce: InForce,
): EdgeModel[] {
  const closed = new Map(declared.flatMap((before) => {
    const after = current.get(before.id);
    return after === undefined || before.ports === after.ports ? [] : [[before.id, closedSince(before, after)] as const];
  }));
  if (closed.size === 0) return [...edges];
  return edges.flatMap((edge) => {
    const ports = edge.caller.kind === 'addresses' ? closed.get(edge.callee) : undefined;
    if (ports === undefined) return [edge];
    const open = edge.access.filter((access) => {
      const expires = ports.get(key(access));
      if (expires !== undefined) inForce.end(ended(edge, access, expires));
      return expires === undefined;
    });
    return open.length === 0 ? [] : [{ ...edge, access: open, ...grantsAt(edge, (access) => ports.get(key(access)) === undefined) }];
  });
}

function grantsAt({ grants }: EdgeModel, isOpen: (access: PortAccessModel) => boolean): Pick<EdgeModel, 'grants'> {
  if (grants === undefined) return {};
  return { grants: grants.map((grant) => ({ ...grant, access: grant.access.filter(isOpen) })).filter(({ access }) => access.length > 0) };
}

function ended({ callee, caller, reasons, constructs }: EdgeModel, { targetPort }: PortAccessModel, expires: string): ExpiredModel {
  const what = `the grant of ${callee} to ${callerName(caller)} on port ${targetPort}, which took plaintext,`;
  return { what, expires, construct: constructs[0], ...(reasons.length === 0 ? {} : { reason: reasons.join('; ') }) };
}

const key = ({ targetPort, protocol }: Pick<PortAccessModel, 'targetPort' | 'protocol'>): string => `${targetPort} ${protocol}`;

/** Ports that took plaintext, with the last day on which they did. */
function closedSince(before: ServiceModel, after: ServiceModel): ReadonlyMap<string, string> {
  return new Map(before.ports.flatMap((port) => {
    const strict = after.ports.every((p) => key(p) !== key(port) || p.mtls === 'strict');
    return port.mtlsExpires !== undefined && strict ? [[key(port), port.mtlsExpires]] : [];
  }));
}
