import { type End, endOf, matchesPort, type Target } from '../eval/network/end';
import { compile, isolates, type Isolating, judge } from '../eval/network/isolation';
import { EVERYTHING } from '../eval/request-set';
import type { WorkloadView } from '../eval/types';
import type { Labels, NetworkPolicy, Protocol } from '../manifest/kinds';
import type { ManifestObject } from '../manifest/manifests';
import type { ServiceModel } from '../model/model';
import { podKey } from './caller-key';
import { namespacesOf } from './callers';
import type { Gap, Tally } from './gap';
import type { Context } from './knocks';
import { egressMentions, type Mentions } from './mentions';
import { addressesOf, FRESH, freshAddress, firstOf, minimalLabels } from './minimal';
import { mayLeaveTo, OUTSIDE } from './projection/egress-policy';

/** Somewhere a pod might go, with what it is called. */
interface Goal {
  readonly name: string;
  readonly end: End;
  readonly workload?: WorkloadView;
}

const PROTOCOLS: readonly Protocol[] = ['TCP', 'UDP', 'SCTP'];

/**
 * NetworkPolicy of the caller: one pod of a service tries every place that its policies mention, strangers and its callees, at every
 * port. The same argument as for callers: what is admitted is a union of positive statements, so the smallest place that satisfies a
 * statement decides about it.
 */
export function checkEgressPolicy(
  context: Context, service: ServiceModel, workload: WorkloadView, tally: Tally, may: typeof mayLeaveTo = mayLeaveTo,
): readonly Gap[] {
  const { world, declaration } = context;
  const policies = world.policies.in(workload.namespace).network.selecting(workload.labels).filter((p) => isolates(p.object, 'Egress'));
  const mentions = egressMentions(policies.map((p) => p.object));
  const goals = goalsOf(context, service, mentions);
  const gaps: Gap[] = [];
  for (const protocol of PROTOCOLS) {
    for (const port of mentions.ports[protocol]) {
      const target: Target = { port, protocol };
      const narrowed = narrowTo(policies, target);
      for (const goal of goals) {
        tally.decisions++;
        if (!opens(narrowed)) break;
        const { answer, because } = judge(world, 'Egress', narrowed, goal.end, target);
        if (answer === 'deny' || may(declaration, service, goal.end, port, protocol)) continue;
        gaps.push({
          statement: 'layer-least-privilege', layer: 'egress-policy', caller: service.id, callee: goal.name, port, protocol,
          requests: EVERYTHING, undecided: answer === 'undetermined', because, service,
        });
      }
    }
  }
  return gaps;
}

/** Rules for other ports admit nobody to this one. */
function narrowTo(policies: readonly ManifestObject<NetworkPolicy>[], target: Target): readonly Isolating[] {
  return policies.map((p) => {
    const policy = compile(p, 'Egress');
    const rules = policy.rules.filter(({ ports }) => ports.length === 0 || ports.some((port) => matchesPort(port, target) !== 'no'));
    return { policy: { ...policy, rules }, selected: 'yes' };
  });
}

/** Without any policy everything is open; with policies, a port that no rule covers is closed to everybody. */
function opens(narrowed: readonly Isolating[]): boolean {
  return narrowed.length === 0 || narrowed.some(({ policy }) => policy.rules.length > 0);
}

function goalsOf({ world, declaration, podsOf }: Context, service: ServiceModel, { peers, blocks }: Mentions): readonly Goal[] {
  const { namespaces, mesh } = declaration.model;
  const { podCidrs, serviceCidrs, nodeCidrs } = mesh.cluster;
  const ip = freshAddress(podCidrs, blocks.flatMap((b) => [b.cidr, ...(b.except ?? [])]));
  const pod = (namespace: string, labels: Labels, name: string): Goal => ({ name, end: { pod: true, namespace, labels, ip, hostNetwork: false } });
  const address = (a: string): Goal => ({ name: a, end: { pod: false, ip: a, hostNetwork: false } });
  const places = [service.namespace, ...namespaces.filter((n) => n.id !== service.namespace).slice(0, 1).map((n) => n.id), FRESH.namespace];
  const callees = declaration.edgesFrom(service).flatMap((e) => podsOf(declaration.service(e.callee)));
  const goals = [
    ...places.map((n) => pod(n, {}, `an undeclared pod in ${n}`)),
    ...[OUTSIDE, '2001:db8::10', '169.254.169.254', ...[...podCidrs, ...serviceCidrs, ...nodeCidrs].flatMap((c) => firstOf(c) ?? [])].map(address),
    ...callees.map((w): Goal => ({ name: w.id, end: { ...endOf(w), ip: w.ip ?? ip } })),
    ...peers.flatMap(({ peer, policyNamespace }): readonly Goal[] => {
      if (peer.ipBlock !== undefined) return addressesOf(peer.ipBlock).map(address);
      return namespacesOf(world, declaration, peer, policyNamespace).flatMap((n) => minimalLabels(peer.podSelector ?? {}).map((labels) => {
        const text = Object.entries(labels).map(([k, v]) => `${k}=${v}`).join(', ');
        return pod(n, labels, text === '' ? `a pod in ${n}` : `a pod in ${n} with ${text}`);
      }));
    }),
  ];
  return [...new Map(goals.map((g) => [podKey(g.end), g])).values()];
}
