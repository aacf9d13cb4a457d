import type { Condition, Operation, Rule, Source } from '../../manifest/kinds';
import type { CallerModel, EdgeModel, HttpAccessModel, PortAccessModel, PortModel, Route, ServiceModel } from '../../model/model';
import { principalsOf } from '../../model/names';
import type { ModelIndex } from '../platform';
import { transportOf } from '../protocols';
import { inQuarantine } from '../quarantine';
import { accessBy } from '../routes';
import { headerPattern, hostPatterns, misreadings, pathPatterns } from './patterns';

/** Who calls; undefined: no constraint, which only anyone on a plaintext port gives. */
function sourceOf(index: ModelIndex, caller: CallerModel, mtls: PortModel['mtls']): Source | undefined {
  switch (caller.kind) {
    case 'service': return { principals: principalsOf(index.model.mesh.trustDomain, index.service(caller.service)) };
    case 'namespace': return { namespaces: [caller.namespace], ...but(inQuarantine(index).filter(({ namespace }) => namespace === caller.namespace), index) };
    case 'identity': return { principals: [caller.principal] };
    case 'addresses':
      // An empty list would be no constraint at all.
      if (caller.cidrs.length === 0) throw new Error(`no addresses are known for \`${caller.role}\``);
      return { ipBlocks: caller.cidrs, ...(caller.except.length === 0 ? {} : { notIpBlocks: caller.except }), ...but(inQuarantine(index), index) };
    case 'anyone': {
      const others = but(inQuarantine(index), index);
      if (mtls === 'strict') return { principals: ['*'], ...others };
      return others.notPrincipals === undefined ? undefined : others;
    }
  }
}

/** Whoever shows no identity is none of them. */
function but(services: readonly ServiceModel[], { model: { mesh } }: ModelIndex): Pick<Source, 'notPrincipals'> {
  return services.length === 0 ? {} : { notPrincipals: services.flatMap((service) => principalsOf(mesh.trustDomain, service)) };
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

function conditionsOf({ headers = [], token }: HttpAccessModel): readonly Condition[] {
  return [
    ...headers.map(({ name, values }) => ({ key: `request.headers[${name}]`, values: values.map(headerPattern) })),
    ...(token?.claims ?? []).map(({ path, values }) => ({ key: `request.auth.claims[${path.join('][')}]`, values: values.map(headerPattern) })),
  ];
}

/** A request principal is issuer and subject, taken apart at the last `/`. */
function tokenOf({ token }: HttpAccessModel): Pick<Demanded, 'requestPrincipals'> {
  return token === undefined || token.optional ? {} : { requestPrincipals: token.issuers.map(({ issuer }) => `${issuer}/*`) };
}

/** The same caller, from nowhere else. It is ANDed with what is there: https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source */
function fromAddresses(source: Source | undefined, { id, sourceCidrs }: EdgeModel): Source | undefined {
  if (sourceCidrs === undefined) return source;
  // A source has one list of blocks, and two lists in it would be alternatives.
  if (source?.ipBlocks !== undefined) throw new Error(`\`${id}\` has addresses twice`);
  const { cidrs, except } = sourceCidrs;
  return { ...source, ipBlocks: cidrs, ...(except.length === 0 ? {} : { notIpBlocks: except }) };
}

/** One access with the ports that stand for it where the rule is read: the pod's, or those of a Service. */
interface Granted {
  readonly ports: readonly number[];
  readonly http?: readonly HttpAccessModel[];
}

const numbersOf = (granted: Iterable<Granted>): readonly string[] => [...new Set([...granted].flatMap(({ ports }) => ports).map(String))];

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

/** What a rule asks for beside its callers and operations. */
interface Demanded {
  readonly requestPrincipals?: readonly string[];
  readonly when: readonly Condition[];
}

/** A rule without its callers. */
interface Terms extends Pick<Rule, 'to' | 'when'> {
  readonly requestPrincipals?: readonly string[];
}

/**
 * The rules for what is granted to somebody: one for what is granted whole, one per token and set of conditions.
 *
 * Whole ports stand apart: a rule with any HTTP field is dropped on a TCP port, and its other operations with it.
 * https://istio.io/latest/docs/ops/best-practices/security/#understand-traffic-capture-limitations
 */
function termsOf(access: readonly Granted[]): readonly Terms[] {
  const rules: Terms[] = [];
  const whole = access.filter(({ http }) => http === undefined);
  if (whole.length > 0) rules.push({ to: [{ operation: { ports: numbersOf(whole) } }] });

  const byConditions = new Grouping<Demanded, { readonly operation: Operation; readonly port: Granted }>();
  for (const port of access) {
    for (const http of port.http ?? []) {
      byConditions.add({ ...tokenOf(http), when: conditionsOf(http) }, { operation: operationOf(http), port });
    }
  }
  for (const { key: { when, ...token }, values } of byConditions) {
    const byOperation = new Grouping<Operation, Granted>();
    for (const { operation, port } of values) byOperation.add(operation, port);
    const to = [...byOperation].map(({ key, values: ports }) => ({ operation: { ports: numbersOf(ports), ...key } }));
    rules.push({ ...token, to, ...(when.length === 0 ? {} : { when }) });
  }
  return rules;
}

function fromOf(source: Source | undefined): Pick<Rule, 'from'> {
  return source === undefined ? {} : { from: [{ source }] };
}

export type PortsOf = (access: PortAccessModel) => readonly number[];

const targetPorts: PortsOf = ({ targetPort }) => [targetPort];

/**
 * Rules for what edges to one service grant by a route, at the ports that `portsOf` gives; an access that it gives none for has no rule.
 * UDP and SCTP do not pass any proxy, so NetworkPolicy alone carries them.
 */
export function rulesOfEdges(index: ModelIndex, edges: readonly EdgeModel[], route: Route, portsOf: PortsOf = targetPorts): readonly Rule[] {
  const granted = (access: readonly PortAccessModel[]): readonly Granted[] => access.flatMap((port) => {
    const ports = transportOf(port.protocol) === 'TCP' ? portsOf(port) : [];
    return ports.length === 0 ? [] : [{ ports, ...(port.http ? { http: port.http } : {}) }];
  });
  // Most callers of a service were granted the same, and differ in nothing but who they are.
  const known = new Map<readonly PortAccessModel[], readonly Terms[]>();
  const termsFor = (access: readonly PortAccessModel[]): readonly Terms[] => {
    let terms = known.get(access);
    if (terms === undefined) known.set(access, terms = termsOf(granted(access)));
    return terms;
  };
  const rules = edges.filter(({ pastProxy }) => pastProxy === undefined).flatMap((edge) => {
    const access = accessBy(route, edge);
    return partsBySource(index, edge, access).flatMap(([source, part]) => {
      // Caller and token stand in one source, where both must hold.
      return termsFor(part).map(({ requestPrincipals, ...terms }) => (
        { ...fromOf(requestPrincipals === undefined ? source : { ...source, requestPrincipals }), ...terms }));
    });
  });
  return edges.some(({ identityOf }) => identityOf !== undefined) ? distinct(rules) : rules;
}

/** Those who share an identity are one source. */
export function distinct(rules: readonly Rule[]): readonly Rule[] {
  return [...new Map(rules.map((rule) => [JSON.stringify(rule), rule])).values()];
}

/** For whoever connects, with an identity or without: rules for these requests at these ports. */
export function rulesOfRequests(ports: readonly number[], http: readonly HttpAccessModel[]): readonly Rule[] {
  return termsOf([{ ports, http }]).map(({ requestPrincipals, ...terms }) => ({ ...fromOf(requestPrincipals && { requestPrincipals }), ...terms }));
}

/** Whom a port asks for depends on its mode where anyone may call. */
function partsBySource(
  index: ModelIndex, edge: EdgeModel, access: readonly PortAccessModel[],
): readonly (readonly [Source | undefined, readonly PortAccessModel[]])[] {
  const { callee, caller } = edge;
  if (caller.kind !== 'anyone') return access.length === 0 ? [] : [[fromAddresses(sourceOf(index, caller, 'strict'), edge), access]];
  const modes = new Map(index.service(callee).ports.filter(({ protocol }) => transportOf(protocol) === 'TCP').map((p) => [p.targetPort, p.mtls]));
  const bySource = new Grouping<Source | undefined, PortAccessModel>();
  for (const port of access) bySource.add(fromAddresses(sourceOf(index, caller, modes.get(port.targetPort) ?? 'strict'), edge), port);
  return [...bySource].map(({ key, values }) => [key, values]);
}
