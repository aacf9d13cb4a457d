import type { AccessModel, EdgeModel } from '../model/model';
import { mayBeAmbient } from '../model/planes';
import { transport } from '../proof/declaration';
import { callerName } from './declared-names';

/**
 * How calls get there where that is not plain: what decides about ports where NetworkPolicy cannot, who goes through which waypoint and who
 * past it, who leaves through which, and who may still be of two kinds. Empty without ambient pods.
 */
export function routesText(model: AccessModel): string {
  const lines = [...hidden(model), ...throughWaypoints(model), ...pastWaypoints(model), ...leaving(model), ...moving(model)];
  return lines.length === 0 ? '' : ['Routes', ...lines.map((line) => `  ${line}`), '', ''].join('\n');
}

function hidden({ namespaces, services, imported = [] }: AccessModel): readonly string[] {
  const ambient = [...namespaces.filter(mayBeAmbient).map((n) => n.id), ...[...services, ...imported].filter(mayBeAmbient).map((s) => s.namespace)];
  if (ambient.length === 0) return [];
  const where = `to ambient pods and waypoints (${distinct(ambient).join(', ')}), and from ambient pods to sidecars`;
  return [`NetworkPolicy decides about peers and not about ports ${where}: HBONE hides the port, which ztunnel, waypoints and sidecars decide about`];
}

function throughWaypoints({ services: own, imported = [] }: AccessModel): readonly string[] {
  const served = new Map<string, string[]>();
  const services = [...own, ...imported].sort((a, b) => (a.id < b.id ? -1 : 1));
  for (const { id, waypoint } of services) {
    if (waypoint === undefined) continue;
    const name = `${waypoint.namespace}/${waypoint.name}${waypoint.managed ? '' : ', which is somebody else\'s'}`;
    served.set(name, [...served.get(name) ?? [], id]);
  }
  return [...served].map(([name, ids]) => `${ids.join(', ')}: through waypoint ${name}`).sort();
}

/** Whoever goes past it is held to whole ports by ztunnel. */
function pastWaypoints({ services, edges, mesh, imported = [] }: AccessModel): readonly string[] {
  const waypoints = new Map([...services, ...imported].flatMap(({ id, waypoint }) => (waypoint === undefined ? [] : [[id, waypoint] as const])));
  return edges.flatMap((edge) => {
    const waypoint = waypoints.get(edge.callee);
    const ports = waypoint === undefined ? [] : directPorts(edge);
    if (waypoint === undefined || ports.length === 0) return [];
    return [`${callerName(edge.caller, mesh)} may dial the pods of ${edge.callee}, past waypoint ${waypoint.namespace}/${waypoint.name}: pod port ${ports.join(', ')}`];
  }).sort();
}

function directPorts({ access }: EdgeModel): readonly string[] {
  const direct = access.filter(({ routes }) => routes === undefined || routes.includes('direct'));
  return distinct(direct.map(({ targetPort, protocol }) => `${targetPort}${transport(protocol) === 'TCP' ? '' : `/${transport(protocol)}`}`));
}

function leaving({ externals }: AccessModel): readonly string[] {
  return distinct(externals.flatMap(({ caller, host, through }) => (
    through === undefined ? [] : [`${caller} leaves for ${host} through waypoint ${through.namespace}/${through.name}`]
  )));
}

function moving({ services }: AccessModel): readonly string[] {
  return services.filter((s) => s.migratingFrom !== undefined)
    .map(({ id, migratingFrom, dataPlane }) => `pods of ${id} are ${dataPlane} already, or ${migratingFrom} still: either is proved, and every mixture`);
}

function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values)].sort();
}
