import type { Operation } from '../../manifest/kinds';
import { matchesPath } from '../matcher/path';
import { matchesHost, matchesString } from '../matcher/string';
import { parseHostPattern, parsePathPattern, parsePattern } from '../request-set';
import { tri } from '../tri';
import { type Condition, ofDestination, ofRequest } from './condition';
import { bothForms } from './source';

/** The connection's destination: the workload's port at a sidecar, never the Service's. */
export function ports(field: string, values: readonly string[]): Condition {
  return ofDestination(field, values, (c) => tri(values.some((v) => Number(v) === c.destination.port)));
}

/** Case-sensitive, wildcards allowed. */
function methods(field: string, values: readonly string[]): Condition {
  return ofRequest(field, values, (r) => tri(values.some((v) => matchesString(v, r.method))), 'methods', values.map(parsePattern));
}

/** `:authority`, without case; an explicit port is part of it. */
function hosts(field: string, values: readonly string[]): Condition {
  return ofRequest(field, values, (r) => tri(values.some((v) => matchesHost(v, r.host))), 'hosts', values.map(parseHostPattern));
}

/** Normalized and without query before it comes here. */
function paths(field: string, values: readonly string[]): Condition {
  return ofRequest(field, values, (r) => tri(values.some((v) => matchesPath(v, r.path))), 'paths', values.map(parsePathPattern));
}

/** `to[].operation`: its fields are ANDed. An empty list is a field left out. */
export function operationConditions(o: Operation): readonly Condition[] {
  return [
    ...bothForms('ports', o.ports, 'notPorts', o.notPorts, ports),
    ...bothForms('methods', o.methods, 'notMethods', o.notMethods, methods),
    ...bothForms('hosts', o.hosts, 'notHosts', o.notHosts, hosts),
    ...bothForms('paths', o.paths, 'notPaths', o.notPaths, paths),
  ];
}
