import type { ExternalEdgeModel, ServiceModel, WaypointModel } from '../model/model';
import { compare, sortedUnique } from '../private/sorting';
import type { ExternalDeclaration } from './declarations';
import { saidTogether } from './said';

/**
 * Statements of one caller about one host are one edge. An ambient caller has no proxy that would know the host: it goes through the
 * egress waypoint.
 */
export function resolveExternals(
  declarations: readonly ExternalDeclaration[],
  services: ReadonlyMap<string, ServiceModel>,
  egressWaypoint: WaypointModel | undefined,
): ExternalEdgeModel[] {
  const groups = new Map<string, ExternalDeclaration[]>();
  for (const external of declarations) {
    const id = `${external.caller}->${external.host}`;
    groups.set(id, [...groups.get(id) ?? [], external]);
  }
  return [...groups].sort(([a], [b]) => compare(a, b)).map(([id, group]) => ({
    id,
    caller: group[0].caller,
    host: group[0].host,
    ports: portsOf(group),
    // One statement without addresses means that they are not known: the others cannot narrow it.
    addresses: group.some((e) => e.addresses.length === 0) ? [] : sortedUnique(group.flatMap((e) => e.addresses)),
    reasons: sortedUnique(group.flatMap((e) => e.reason ?? [])),
    constructs: sortedUnique(group.map((e) => e.construct)),
    ...saidTogether(group),
    ...onNodeOf(group),
    ...(egressWaypoint !== undefined && onNodeOf(group).onNode === undefined && services.get(group[0].caller)?.dataPlane === 'ambient' ? { through: egressWaypoint } : {}),
  }));
}

/** What one statement has for a host on the way out is one. */
function onNodeOf(group: readonly ExternalDeclaration[]): Pick<ExternalEdgeModel, 'onNode'> {
  if (group.some((e) => e.onNode === undefined)) return {};
  const seen = new Map(group.flatMap((e) => e.onNode?.seen ?? []).map((s) => [`${s.address} ${s.port}`, s]));
  return { onNode: { seen: [...seen].sort(([a], [b]) => compare(a, b)).map(([, s]) => s) } };
}

function portsOf(group: readonly ExternalDeclaration[]): ExternalEdgeModel['ports'] {
  const ports = new Map<string, ExternalEdgeModel['ports'][number]>();
  for (const { protocol, ports: numbers } of group) {
    for (const number of numbers) ports.set(`${String(number).padStart(5, '0')} ${protocol}`, { number, protocol });
  }
  return [...ports].sort(([a], [b]) => compare(a, b)).map(([, port]) => port);
}
