import type { AuthorizationPolicy, Labels, Rule } from '../../../src/manifest/kinds';
import { inBlock, like, subset, type Universe } from '../oracle';
import type { End } from './cluster';
import { denialsOfPlaintext } from './mutual-tls';

/** As in the API between istiod and ztunnel: lists of what is wanted, each with its `not…`. */
export type Match = Readonly<Record<string, readonly string[]>>;
/** Clauses, each of alternatives. */
export type Group = readonly (readonly Match[])[];

interface Authorization {
  readonly scope: 'global' | 'namespace' | 'workload';
  readonly namespace: string;
  /** Of its selector; undefined: no workload is told of it. */
  readonly labels: Labels | undefined;
  readonly deny: boolean;
  readonly groups: readonly Group[];
}

/** May this connection into an ambient pod be? https://github.com/istio/ztunnel/blob/master/src/state.rs (`assert_rbac`) */
export function ztunnelAllows(u: Universe, from: End, to: End, port: number): boolean {
  // istio-cni lets what it has rewritten to this address past ztunnel.
  if (from.identity === undefined && from.ip === '169.254.7.127') return true;
  if (from.identity !== undefined && !from.identity.startsWith('cluster.local/')) return false;
  const matches = (groups: readonly Group[]): boolean => groups.some((g) => groupMatches(g, from, to, port));
  const policies = u.objects.filter((o): o is AuthorizationPolicy => o.kind === 'AuthorizationPolicy')
    .flatMap((p) => converted(u, p) ?? []).filter((p) => applies(u, p, to));
  if (matches(denialsOfPlaintext(u, to)) || policies.some((p) => p.deny && matches(p.groups))) return false;
  const allow = policies.filter((p) => !p.deny);
  return allow.length === 0 || allow.some((p) => matches(p.groups));
}

function applies(u: Universe, { scope, namespace, labels }: Authorization, { pod }: End): boolean {
  if (scope === 'global') return true;
  if (scope === 'namespace') return namespace === pod!.namespace;
  return (namespace === u.rootNamespace || namespace === pod!.namespace) && labels !== undefined && subset(labels, pod!.labels);
}

/** https://github.com/istio/istio/blob/master/pilot/pkg/serviceregistry/ambient/authorization.go (`convertAuthorizationPolicy`) */
function converted(u: Universe, { metadata, spec }: AuthorizationPolicy): Authorization | undefined {
  const namespace = metadata.namespace!;
  const { action = 'ALLOW', selector } = spec;
  if (metadata.annotations?.['istio.io/dry-run'] === 'true' || (spec.targetRefs ?? []).length > 0 || spec.targetRef !== undefined) return undefined;
  if (action !== 'ALLOW' && action !== 'DENY') return undefined;
  const scope = selector !== undefined ? 'workload' : namespace === u.rootNamespace ? 'global' : 'namespace';
  return { scope, namespace, labels: selector?.matchLabels, deny: action === 'DENY', groups: (spec.rules ?? []).flatMap((r) => handled(action, r, namespace)) };
}

const L4_KEYS: Readonly<Record<string, string>> = {
  'source.ip': 'sourceIps', 'source.namespace': 'namespaces', 'source.principal': 'principals', 'destination.ip': 'destinationIps', 'destination.port': 'destinationPorts',
};
const HTTP = /^(not)?(hosts|methods|paths|remoteipblocks|requestprincipals)$/i;

/** `handleRule`: one group, or none. */
function handled(action: string, { from = [], to = [], when = [] }: Rule, namespace: string): readonly Group[] {
  let http = when.some(({ key }) => !(key in L4_KEYS));
  const match = (fields: object, names: Readonly<Record<string, string>>): Match => {
    const entries = Object.entries(fields as Record<string, readonly string[]>).filter(([, values]) => values.length > 0);
    http ||= entries.some(([name]) => HTTP.test(name));
    return Object.fromEntries(Object.entries(names).flatMap(([name, theirs]) => ['', 'not'].flatMap((not) => {
      const values = entries.find(([n]) => n === prefixed(not, name))?.[1] ?? [];
      return values.length === 0 ? [] : [[prefixed(not, theirs), values]];
    })));
  };
  const tos = to.map(({ operation }) => match(operation, { ports: 'destinationPorts' }));
  const froms = from.map(({ source }) => {
    const made = match(source, { ipBlocks: 'sourceIps', namespaces: 'namespaces', serviceAccounts: 'serviceAccounts', principals: 'principals' });
    return Object.fromEntries(Object.entries(made).map(([k, v]) => [k, /serviceAccounts$/i.test(k) ? v.map((a) => (a.includes('/') ? a : `${namespace}/${a}`)) : v]));
  });
  const whens = when.map(({ key, values, notValues }): Match[] => {
    const field = L4_KEYS[key];
    if (field === undefined) return [{}];
    return [{ ...(values?.length ? { [field]: values } : {}), ...(notValues?.length ? { [prefixed('not', field)]: notValues } : {}) }];
  });
  if (action === 'ALLOW' && http) return [];
  return [[...(tos.length > 0 ? [tos] : []), ...(froms.length > 0 ? [froms] : []), ...whens]];
}

function prefixed(not: string, name: string): string {
  return not === '' ? name : `not${name[0].toUpperCase()}${name.slice(1)}`;
}

/** https://github.com/istio/ztunnel/blob/master/src/rbac.rs (`Authorization::matches`) */
function groupMatches(group: Group, from: End, to: End, port: number): boolean {
  const [, namespace = '', account = ''] = /^[^/]+\/ns\/([^/]+)\/sa\/(.+)$/.exec(from.identity ?? '') ?? [];
  const tests: Readonly<Record<string, (v: string) => boolean>> = {
    destinationIps: (v) => inBlock(to.ip!, v),
    sourceIps: (v) => inBlock(from.ip!, v),
    destinationPorts: (v) => Number(v) === port,
    serviceAccounts: (v) => from.identity !== undefined && v === `${namespace}/${account}`,
    principals: (v) => from.identity !== undefined && like(v, from.identity),
    namespaces: (v) => like(v, namespace),
  };
  const holds = (match: Match): boolean => Object.keys(match).length > 0 && Object.entries(tests).every(([field, test]) => {
    const [positive, negative] = [match[field] ?? [], match[prefixed('not', field)] ?? []];
    return (positive.length === 0 || positive.some(test)) && (negative.length === 0 || !negative.some(test));
  });
  return group.every((clause) => clause.length === 0 || clause.some(holds));
}
