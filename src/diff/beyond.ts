import type { Caller, Decision, World } from '../eval';
import { decisionOfAnyAge } from '../eval/age/any-age';
import { rivalsOf, sidecarsOver } from '../eval/age/rivals';
import { serviceHost } from '../eval/cluster/hosts';
import { inScope, sidecarsFor } from '../eval/cluster/sidecar-scope';
import { decisionOf } from '../eval/layers/combined';
import { judgeEgress } from '../eval/layers/egress-policy';
import { judgeScope } from '../eval/layers/egress-scope';
import { decisionFor } from '../eval/layers/layer';
import type { RequestSet } from '../eval/request-set';
import type { Tri } from '../eval/tri';
import type { End, Target } from '../eval/network/end';
import type { LabelSelector, NetworkPolicy, Protocol } from '../manifest/kinds';
import { egressMentions, portsApart, UNDECLARED_PORT } from '../proof/mentions';
import { FRESH, labelsText, minimalLabels } from '../proof/minimal';
import { both, SIDES, type Both } from './both';
import type { Hop } from './doubt/hops';
import { type Reason, reasonsOf } from './doubt/reason';

/** What is called beyond the manifests, and how it is answered. */
export interface Beyond {
  readonly name: string;
  /** `443`, `53/UDP`, `any other`, `any other UDP`; left out: it has none of its own. */
  readonly port?: string;
  readonly decisions: Both<Decision>;
  /** Of what is sent there; left out: all of it. */
  readonly requests?: RequestSet;
  /** Why nothing is decided. */
  reasons?(): Both<readonly Reason[]>;
}

/** Pods and Services that no manifest has, by what a caller's policies say of them: DNS, istiod, another team's. */
export function strangersFor(worlds: Both<World>, callers: Both<Caller>): readonly Beyond[] {
  return [...podsFor(worlds, callers), ...servicesFor(worlds, callers)];
}

export function egressPoliciesOf(world: World, { namespace, labels }: Caller): readonly NetworkPolicy[] {
  return namespace === undefined || labels === undefined ? [] : world.policies.in(namespace).network.selecting(labels).map((p) => p.object);
}

const PROTOCOLS: readonly Protocol[] = ['TCP', 'UDP', 'SCTP'];

function podsFor(worlds: Both<World>, callers: Both<Caller>): readonly Beyond[] {
  const mentions = SIDES.map((side) => egressMentions(egressPoliciesOf(worlds[side], callers[side])));
  const peers = mentions.flatMap((m) => m.peers).filter(({ peer }) => peer.ipBlock === undefined);
  const namespaces = peers.flatMap(({ peer: { namespaceSelector }, policyNamespace }) => (
    namespaceSelector === undefined ? [policyNamespace] : namesOf(worlds, namespaceSelector)));
  const labels = new Map([{}, ...peers.flatMap(({ peer }) => minimalLabels(peer.podSelector ?? {}))].map((l) => [JSON.stringify(l), l]));
  const ends = [...new Set([FRESH.namespace, ...namespaces])].flatMap((namespace) => [...labels.values()].map((l) => ({
    name: `${Object.keys(l).length === 0 ? 'any other pod' : `pods with ${labelsText(l)}`} of ${namespaceText(namespace)}`,
    end: { pod: true, hostNetwork: false, namespace, labels: l },
  })));
  const ports = PROTOCOLS.flatMap((protocol) => portsApart(protocol, mentions).map((port) => ({ port, protocol })));
  return ends.flatMap(({ name, end }) => ports.map((target) => onNetwork(worlds, callers, name, end, target)));
}

/** What comes to no proxy, or to none that is known: NetworkPolicy alone decides. */
export function onNetwork(worlds: Both<World>, callers: Both<Caller>, name: string, end: End, target: Target): Beyond {
  const decisions = both((side) => decisionOf([decisionFor('egress-policy', judgeEgress(worlds[side], callers[side], end, target))], 'egress-policy'));
  const hops = (caller: Caller): readonly Hop[] => [{ caller, end, targets: [target] }];
  return { name, port: portText(target.port, target.protocol), decisions, reasons: () => reasonsBeyond(worlds, callers, decisions, hops) };
}

function reasonsBeyond(
  worlds: Both<World>, callers: Both<Caller>, decisions: Both<Decision>, hops: (caller: Caller) => readonly Hop[],
): Both<readonly Reason[]> {
  return both((side) => {
    const caller = callers[side];
    // Whom it calls nobody knows, but what of them the hops say.
    const prepared = { destination: { workload: caller.workload!, port: 0, protocol: 'TCP' as const } };
    return reasonsOf({ world: worlds[side], prepared, caller, request: {}, hops: hops(caller) }, decisions[side], []);
  });
}

export function portText(port: number, protocol: Protocol = 'TCP'): string {
  if (port === UNDECLARED_PORT) return protocol === 'TCP' ? 'any other' : `any other ${protocol}`;
  return protocol === 'TCP' ? `${port}` : `${port}/${protocol}`;
}

function namespaceText(namespace: string): string {
  return namespace === FRESH.namespace ? 'any other namespace' : `namespace ${namespace}`;
}

const NAME_LABEL = 'kubernetes.io/metadata.name';

/** By name, or all that either side knows. */
function namesOf(worlds: Both<World>, { matchLabels = {}, matchExpressions = [] }: LabelSelector): readonly string[] {
  const listed = matchExpressions.filter((e) => e.key === NAME_LABEL).flatMap((e) => e.values ?? []);
  const named = [matchLabels[NAME_LABEL], ...listed].flatMap((n) => n ?? []);
  return named.length > 0 ? named : SIDES.flatMap((side) => [...worlds[side].namespaces.keys()]);
}

/** To its proxy: what its Sidecar lets it know of, and by name what that names and no manifest has, the API server's Service for one. */
function servicesFor(worlds: Both<World>, callers: Both<Caller>): readonly Beyond[] {
  const namespaces = [...new Set([FRESH.namespace, ...SIDES.flatMap((side) => [...worlds[side].namespaces.keys()])])].sort();
  const strangers = namespaces.map((namespace) => ({
    name: namespace === FRESH.namespace ? 'any other Service' : `any other Service of namespace ${namespace}`,
    service: { namespace, name: FRESH.serviceAccount },
  }));
  const named = [...new Set(SIDES.flatMap((side) => namedServices(worlds[side], callers[side])))].sort().map((id) => {
    const [namespace, name] = id.split('/');
    return { name: `Service ${id}`, service: { namespace, name } };
  });
  return [...named, ...strangers].map(({ name, service }): Beyond => {
    const decisions = both((side) => {
      const dialled = { ...service, port: UNDECLARED_PORT };
      const host = serviceHost(worlds[side], dialled);
      const known = (sidecar: Parameters<typeof inScope>[0], own: string): Tri => inScope(sidecar, own, { ...dialled, host });
      const inWorld = (world: World): Decision => {
        const verdict = judgeScope(world, callers[side], dialled.port, host, (sidecar, own) => ({ known: known(sidecar, own) }));
        return decisionOf([decisionFor('egress-scope', verdict)], 'egress-scope');
      };
      const rivals = worlds[side].orderIsAge ? [] : rivalsOf(worlds[side], callers[side]);
      return rivals.length === 0 ? inWorld(worlds[side]) : decisionOfAnyAge(worlds[side], rivals, inWorld);
    });
    return { name, decisions, reasons: () => reasonsBeyond(worlds, callers, decisions, () => []) };
  });
}

/** `default/kubernetes`, from hosts like `default/kubernetes.default.svc.cluster.local`. */
function namedServices(world: World, { namespace: own, labels }: Caller): readonly string[] {
  if (own === undefined) return [];
  const sidecars = [...sidecarsFor(world, own, labels), ...sidecarsOver(world, own, labels)];
  return sidecars.flatMap((sidecar) => (sidecar?.object.spec.egress ?? []).flatMap(({ hosts }) => hosts.flatMap((entry) => {
    const host = entry.slice(entry.indexOf('/') + 1);
    const [name, namespace] = host.split('.');
    return name !== '*' && host === serviceHost(world, { namespace, name }) && world.services.find(namespace, name) === undefined ? [`${namespace}/${name}`] : [];
  })));
}
