import type { EdgeModel, ServiceModel } from '../../model/model';
import { callerName } from '../../model/names';
import type { Problem } from '../../model/problem';
import { refuse } from '../capabilities';
import type { ModelIndex } from '../platform';
import { rulesOfPods } from './authorization-policy';
import { ISTIO_CAPABILITIES } from './capabilities';
import { type Misreading, misreadings } from './patterns';
import { rulesAtWaypoint } from './waypoint-callers';

/** `maxItems` of `spec.rules` in Istio's CustomResourceDefinition. */
const MAX_RULES = 512;

function misreadValues(index: ModelIndex): readonly Problem[] {
  const known = new Map<EdgeModel['access'], readonly Misreading[]>();
  const ofAccess = (access: EdgeModel['access']): readonly Misreading[] => {
    let found = known.get(access);
    if (found === undefined) known.set(access, found = access.flatMap(({ http = [] }) => http.flatMap(misreadings)));
    return found;
  };
  return index.model.edges.flatMap((edge) => ofAccess(edge.access).map(({ field, value, why }) => ({
    code: 'unwritable-value',
    construct: edge.constructs[0],
    message: `${field} \`${value}\` of \`${callerName(edge.caller)}\` calling \`${edge.callee}\` would not be read literally by Istio: ${why}`,
    repair: 'grant a pattern that holds it, `HttpPath.prefix` or `HttpPath.suffix`, or the whole port',
  })));
}

interface Policies {
  readonly construct: string;
  readonly callersOf: string;
  /** Of the policy that needs most. */
  readonly rules: number;
  readonly repair: string;
}

function policiesOfService(index: ModelIndex, service: ServiceModel): Policies {
  // One rule per port, whole or per alternative, and one of the waypoint is the most a policy can need: few services come near the limit.
  const most = 1 + index.edgesTo(service.id).reduce((sum, { access }) => sum + access.reduce((n, { http }) => n + (http?.length ?? 1), 0), 0);
  const behindWaypoint = service.waypoint === undefined ? [] : service.kubernetesServices;
  const rules = most <= MAX_RULES
    ? most
    : Math.max(rulesOfPods(index, service).length, ...behindWaypoint.map((declared) => rulesAtWaypoint(index, service, declared).length));
  return { construct: service.construct, callersOf: service.id, rules, repair: 'grant to their namespaces instead of one by one, or split the service' };
}

function policiesOfHosts(index: ModelIndex): readonly Policies[] {
  const hosts = new Map<string, Policies>();
  for (const { host, through, constructs: [construct] } of index.model.externals) {
    if (through === undefined || hosts.has(host)) continue;
    hosts.set(host, { construct, callersOf: host, rules: index.externalsThrough(host).length, repair: 'let fewer services call it' });
  }
  return [...hosts.values()];
}

function tooManyRules(index: ModelIndex): readonly Problem[] {
  const policies = [...index.model.services.map((service) => policiesOfService(index, service)), ...policiesOfHosts(index)];
  return policies.filter(({ rules }) => rules > MAX_RULES).map(({ construct, callersOf, rules, repair }) => ({
    code: 'too-many-rules',
    construct,
    message: `the callers of \`${callersOf}\` need ${rules} rules and an AuthorizationPolicy holds ${MAX_RULES}`,
    repair,
  }));
}

/** What Istio, or the declared version of it, cannot express. */
export function refusals(index: ModelIndex): readonly Problem[] {
  const misread = misreadValues(index);
  // Rules are counted only where they can be written.
  return [...refuse(index, ISTIO_CAPABILITIES), ...misread, ...(misread.length === 0 ? tooManyRules(index) : [])];
}
