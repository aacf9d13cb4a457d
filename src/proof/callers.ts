/**
 * Who may knock: callers enough to decide about all of them.
 *
 * Why these suffice. What a layer admits is a union of positive statements about a caller (labels carried, an identity of some form,
 * an address in a block), minus denials. What is declared is upward closed: a caller who is somebody declared stays it with another label
 * or address more. So if some caller is admitted by a statement without being declared, then so is the smallest caller who satisfies
 * that statement: one with exactly the labels, identity and address it asks for, and names that nobody declared for the rest.
 * Statements with alternatives (`In`, lists) count once per alternative; values that a policy *excludes* are tried as well, and
 * addresses once per interval that the blocks of policies and of the declaration cut out. Somebody whom nothing mentions is represented by
 * the strangers.
 */
import { callerOf } from '../eval/callers';
import type { Caller, WorkloadView } from '../eval/types';
import { namespaceLabels, type World } from '../eval/world';
import { selects, selectsKnowing } from '../eval/matcher/selector';
import type { Labels, NetworkPolicyPeer, Source } from '../manifest/kinds';
import type { ServiceModel } from '../model/model';
import { principalOf } from '../model/names';
import type { Declaration } from './declaration';
import type { Mentions, SourceMention } from './mentions';
import { identitiesBetween, type IdentityFields, identityFieldsOf, joined, meanTogether, tooMany } from './identities';
import { type Addresses, FRESH, minimalLabels, principalsOf, UNNAMED } from './minimal';
import { OUTSIDE } from './projection/egress-policy';

/** One object, so that what is known of it is found again. */
const NO_LABELS: Labels = {};

/** Nobody in particular: what is admitted from them is admitted from everybody like them. */
export function strangers(declaration: Declaration, service: ServiceModel, podIp: string): readonly Caller[] {
  const { mesh, namespaces } = declaration.model;
  const elsewhere = namespaces.find((n) => n.id !== service.namespace)?.id;
  const places = [
    [`an undeclared pod in ${service.namespace}`, service.namespace],
    ...(elsewhere === undefined ? [] : [[`an undeclared pod in ${elsewhere}`, elsewhere]]),
    ['a pod in an undeclared namespace', FRESH.namespace],
  ] as const;
  return places.flatMap(([name, namespace]): readonly Caller[] => {
    const pod = { namespace, labels: NO_LABELS, pod: true, ip: podIp };
    const plaintext: Caller = { ...pod, name: `${name}, in plaintext` };
    return mesh.platform === 'istio' ? [{ ...pod, name, principal: `${mesh.trustDomain}/ns/${namespace}/sa/${FRESH.serviceAccount}` }, plaintext] : [plaintext];
  }).concat(outsiders(declaration, service));
}

function outsiders(declaration: Declaration, service: ServiceModel): readonly Caller[] {
  const plaintext: Caller = { name: `${OUTSIDE} outside the cluster, in plaintext`, pod: false, ip: OUTSIDE };
  if (declaration.trustDomains.length === 0) return [plaintext];
  const principal = principalOf(FRESH.trustDomain, service);
  return [plaintext, { name: `${principal} of a foreign trust domain`, pod: false, ip: OUTSIDE, principal }];
}

/** The callers that policies mention, as small as each mention allows. */
export function mentioned(
  world: World, declaration: Declaration, { peers, sources }: Pick<Mentions, 'peers' | 'sources'>, addresses: Addresses,
): readonly Caller[] {
  return [
    ...addresses.plaintext.map((ip) => ({ name: `${ip}, in plaintext`, pod: false, ip })),
    ...peers.flatMap(({ peer, policyNamespace }) => podsOf(world, declaration, peer, policyNamespace, addresses.pod)),
    ...identitiesOf(declaration, sources, addresses),
  ];
}

/** As NetworkPolicy sees them: no identity needed. Whoever it knows by address is tried apart. */
function podsOf(world: World, declaration: Declaration, peer: NetworkPolicyPeer, policyNamespace: string, podIp: string): readonly Caller[] {
  if (peer.ipBlock !== undefined) return [];
  const namespaces = namespacesOf(world, declaration, peer, policyNamespace);
  return namespaces.flatMap((namespace) => minimalLabels(peer.podSelector ?? {}).map((labels) => (
    { name: `a pod in ${namespace}${labelsText(labels)}`, namespace, labels, pod: true, ip: podIp }
  )));
}

/** Every namespace known by name that may match, and one that is not known. */
export function namespacesOf(world: World, declaration: Declaration, peer: NetworkPolicyPeer, policyNamespace: string): readonly string[] {
  const { namespaceSelector } = peer;
  if (namespaceSelector === undefined) return [policyNamespace];
  const byName = namespaceSelector.matchLabels?.[NAME_LABEL];
  const known = byName !== undefined
    ? [byName]
    : new Set([...world.namespaces.keys(), ...declaration.model.namespaces.map((n) => n.id), policyNamespace, FRESH.namespace,
        ...(namespaceSelector.matchExpressions ?? []).filter((e) => e.key === NAME_LABEL).flatMap((e) => e.values ?? [])]);
  return [...known].filter((namespace) => {
    const { labels, complete } = namespaceLabels(world, namespace);
    return complete ? selects(namespaceSelector, labels) : selectsKnowing(namespaceSelector, labels) !== 'no';
  });
}

const NAME_LABEL = 'kubernetes.io/metadata.name';

function labelsText(labels: Labels): string {
  const pairs = Object.entries(labels).map(([k, v]) => `${k}=${v}`);
  return pairs.length === 0 ? '' : ` with ${pairs.join(', ')}`;
}

/** Every identity that sources mention, at every address that makes a difference if its source, or one that refuses, also mentions addresses. */
function identitiesOf(declaration: Declaration, sources: Mentions['sources'], { pod: podIp, identified }: Addresses): readonly Caller[] {
  const { trustDomain } = declaration.model.mesh;
  const stranger = `${trustDomain}/ns/${FRESH.namespace}/sa/${FRESH.serviceAccount}`;
  const at = (ips: readonly string[], principals: readonly string[]): readonly Caller[] => (
    principals.flatMap((principal) => ips.map((ip) => withPrincipal(declaration, principal, ip, podIp)))
  );
  const isRefusedByAddress = sources.some(({ source, denied }) => denied && hasAddresses(source));
  return [
    ...sources.flatMap(({ source, policyNamespace }): readonly Caller[] => {
      const ips = isRefusedByAddress || hasAddresses(source) ? identified : [];
      return [...at([podIp, ...ips], principalsIn(source, policyNamespace, trustDomain)), ...at(ips, [stranger])];
    }),
    ...at([podIp, ...(sources.some(({ source }) => hasAddresses(source)) ? identified : [])], leftBy(sources, declaration)),
  ];
}

function hasAddresses({ ipBlocks, notIpBlocks, remoteIpBlocks, notRemoteIpBlocks }: Source): boolean {
  return [ipBlocks, notIpBlocks, remoteIpBlocks, notRemoteIpBlocks].some((cidrs) => (cidrs ?? []).length > 0);
}

function principalsIn(s: Source, policyNamespace: string, trustDomain: string): readonly string[] {
  const values = (...lists: readonly (readonly string[] | undefined)[]): readonly string[] => lists.flatMap((l) => l ?? []);
  const account = (namespace: string, name: string): string => `${trustDomain}/ns/${namespace}/sa/${name}`;
  return [
    ...values(s.principals, s.notPrincipals).flatMap((p) => principalsOf(p, trustDomain)),
    ...values(s.namespaces, s.notNamespaces).map((n) => account(n.replaceAll('*', UNNAMED), FRESH.serviceAccount)),
    ...values(s.serviceAccounts, s.notServiceAccounts).map((a) => (a.includes('/') ? account(...(a.split('/') as [string, string])) : account(policyNamespace, a))),
    ...values(s.trustDomains, s.notTrustDomains).map((t) => account(FRESH.namespace, FRESH.serviceAccount).replace(trustDomain, t.replaceAll('*', UNNAMED))),
    ...between(identityFieldsOf(s, policyNamespace), policyNamespace, trustDomain),
  ];
}

/** Identities that one workload's policies may tell apart: each is tried at every port. */
const MOST = 4_000;

/** What is meant by several values at once; of one alone, or of whole principals, there is nothing in between. */
function between(fields: IdentityFields, policyNamespace: string, trustDomain: string): readonly string[] {
  if (!meanTogether(fields)) return [];
  const found = identitiesBetween(fields, { policyNamespace, trustDomain });
  if (found.length > MOST) throw new Error(tooMany(Object.values(fields).flat() as readonly string[]));
  return found.map((e) => e.principal);
}

/**
 * Whom policies refuse all but: each says it in other fields, and what admits them in others again, so that only all of them together tell who
 * is left. INVARIANT: with whatever admits, and with all that is refused, one identity is tried for each set of values that match at once.
 */
function leftBy(sources: Mentions['sources'], { trustDomains }: Declaration): readonly string[] {
  const fieldsOf = ({ source, policyNamespace }: SourceMention): IdentityFields => identityFieldsOf(source, policyNamespace);
  const refused = sources.filter((s) => s.denied).map(fieldsOf).filter(isAboutMany);
  if (refused.length === 0) return [];
  const admitted = sources.filter((s) => !s.denied).map(fieldsOf).filter(isAboutMany);
  const all = [{}, ...admitted].map((fields) => joined([fields, ...refused]));
  return [...new Set(all.map((fields) => JSON.stringify(fields)))].map((text) => JSON.parse(text) as IdentityFields)
    .flatMap((fields) => trustDomains.flatMap((domain) => between(fields, '', domain)));
}

/** Whole principals are tried as they are. */
function isAboutMany({ principals = [], namespaces = [], serviceAccounts = [], trustDomains = [] }: IdentityFields): boolean {
  return principals.some((p) => p.includes('*')) || [namespaces, serviceAccounts, trustDomains].some((values) => values.length > 0);
}

function withPrincipal(declaration: Declaration, principal: string, ip: string, podIp: string): Caller {
  const [trustDomain, , namespace] = principal.split('/');
  const name = ip === podIp ? principal : `${principal} at ${ip}`;
  return declaration.trustDomains.includes(trustDomain) && namespace !== undefined
    ? { name, namespace, labels: NO_LABELS, pod: true, ip, principal }
    : { name, pod: false, ip, principal };
}

/** A workload as caller, at an address that no rule mentions. */
export function workloadCaller(world: World, workload: WorkloadView, podIp: string): Caller {
  return { ip: podIp, ...callerOf(world, workload) };
}
