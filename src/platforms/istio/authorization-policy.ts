import type { AuthorizationPolicy, Condition, Operation, Rule, Source } from '../../manifest/kinds';
import type { CallerModel, EdgeModel, HttpAccessModel, PortAccessModel, PortModel, ServiceModel } from '../../model/model';
import { principalOf } from '../../model/names';
import { metadata } from '../metadata';
import type { ModelIndex, Slot } from '../platform';
import { transportOf } from '../protocols';
import { headerPattern, hostPatterns, misreadings, pathPatterns } from './patterns';

/** Who calls; undefined: no constraint, which only anyone on a plaintext port gives. */
function sourceOf(index: ModelIndex, caller: CallerModel, mtls: PortModel['mtls']): Source | undefined {
  switch (caller.kind) {
    case 'service': return { principals: [principalOf(index.model.mesh.trustDomain, index.service(caller.service))] };
    case 'namespace': return { namespaces: [caller.namespace] };
    case 'identity': return { principals: [caller.principal] };
    case 'addresses':
      // An empty list would be no constraint at all.
      if (caller.cidrs.length === 0) throw new Error(`no addresses are known for \`${caller.role}\``);
      return { ipBlocks: caller.cidrs, ...(caller.except.length === 0 ? {} : { notIpBlocks: caller.except }) };
    case 'anyone': return mtls === 'strict' ? { principals: ['*'] } : undefined;
  }
}

function operationOf(access: HttpAccessModel): Operation {
  const [bad] = misreadings(access);
  // Refused before anything is written; this keeps a renderer called on its own from widening.
  if (bad) throw new Error(`${bad.field} \`${bad.value}\` cannot be written for Istio: ${bad.why}`);
  return {
    ...(access.methods ? { methods: access.methods } : {}),
    ...(access.paths ? { paths: [...new Set(access.paths.flatMap(pathPatterns))] } : {}),
    ...(access.hosts ? { hosts: access.hosts.flatMap(hostPatterns) } : {}),
  };
}

function conditionsOf(access: HttpAccessModel): readonly Condition[] {
  return (access.headers ?? []).map(({ name, values }) => ({ key: `request.headers[${name}]`, values: values.map(headerPattern) }));
}

const portsOf = (access: Iterable<PortAccessModel>): readonly string[] => [...new Set([...access].map(({ targetPort }) => String(targetPort)))];

/** Values of a map by the JSON of their key, in the order in which keys come. */
class Grouping<K, V> {
  private readonly groups = new Map<string, { readonly key: K; readonly values: V[] }>();

  add(key: K, value: V): void {
    const json = JSON.stringify(key) ?? '';
    const group = this.groups.get(json);
    if (group) group.values.push(value);
    else this.groups.set(json, { key, values: [value] });
  }

  [Symbol.iterator](): Iterator<{ readonly key: K; readonly values: readonly V[] }> {
    return this.groups.values();
  }
}

/**
 * The rules of one edge from one source: one for what is granted whole, one per set of header conditions.
 *
 * Whole ports stand apart: a rule with any HTTP field is dropped on a TCP port, and its other operations with it.
 * https://istio.io/latest/docs/ops/best-practices/security/#understand-traffic-capture-limitations
 */
function rulesFrom(source: Source | undefined, access: readonly PortAccessModel[]): readonly Rule[] {
  const from = source ? { from: [{ source }] } : {};
  const rules: Rule[] = [];
  const whole = access.filter(({ http }) => http === undefined);
  if (whole.length > 0) rules.push({ ...from, to: [{ operation: { ports: portsOf(whole) } }] });

  const byConditions = new Grouping<readonly Condition[], { readonly operation: Operation; readonly port: PortAccessModel }>();
  for (const port of access) {
    for (const http of port.http ?? []) byConditions.add(conditionsOf(http), { operation: operationOf(http), port });
  }
  for (const { key: when, values } of byConditions) {
    const byOperation = new Grouping<Operation, PortAccessModel>();
    for (const { operation, port } of values) byOperation.add(operation, port);
    const to = [...byOperation].map(({ key, values: ports }) => ({ operation: { ports: portsOf(ports), ...key } }));
    rules.push({ ...from, to, ...(when.length === 0 ? {} : { when }) });
  }
  return rules;
}

/** Rules of one edge; UDP and SCTP do not pass the proxy, so NetworkPolicy alone carries them. */
export function rulesOfEdge(index: ModelIndex, edge: EdgeModel): readonly Rule[] {
  const callee = index.service(edge.callee);
  const modes = new Map(callee.ports.filter(({ protocol }) => transportOf(protocol) === 'TCP').map((p) => [p.targetPort, p.mtls]));
  const bySource = new Grouping<Source | undefined, PortAccessModel>();
  for (const access of edge.access) {
    if (transportOf(access.protocol) !== 'TCP') continue;
    bySource.add(sourceOf(index, edge.caller, modes.get(access.targetPort) ?? 'strict'), access);
  }
  return [...bySource].flatMap(({ key, values }) => rulesFrom(key, values));
}

/**
 * Everything that may call a service, in one ALLOW. Without callers it has no rules and matches nothing, like `allow-nothing`.
 *
 * https://istio.io/latest/docs/reference/config/security/authorization-policy/
 */
export function authorizationPolicy(service: ServiceModel): Slot<AuthorizationPolicy> {
  return {
    id: 'Callers',
    apiVersion: 'security.istio.io/v1',
    kind: 'AuthorizationPolicy',
    metadata: metadata(`${service.name}-callers`, service.namespace, service.id),
    body: (index) => {
      const rules = index.edgesTo(service.id).flatMap((edge) => rulesOfEdge(index, edge));
      return { spec: { selector: { matchLabels: service.podLabels }, action: 'ALLOW', ...(rules.length === 0 ? {} : { rules }) } };
    },
  };
}
