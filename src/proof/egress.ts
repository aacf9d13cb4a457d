import { type End, endOf, type Target } from '../eval/network/end';
import { compile, facing, isolates, type Isolating, judge, mayOpen } from '../eval/network/isolation';
import { EVERYTHING } from '../eval/request-set';
import type { WorkloadView } from '../eval/types';
import type { Labels, Protocol } from '../manifest/kinds';
import type { ServiceModel } from '../model/model';
import { podKey } from './caller-key';
import { namespacesOf } from './callers';
import type { Gap, Tally } from './gap';
import type { Context } from './knocks';
import { blocksOf, egressMentions, type Mentions, type PortRange, portsApart } from './mentions';
import { addressesOf, FRESH, freshAddress, firstOf, minimalLabels } from './minimal';
import { blocksLeftTo, mayLeaveTo, NODE_OWN, OUTSIDE } from './projection/egress-policy';
import { isEnforced } from './stages';

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
  if (!isEnforced(service, 'egress-policy')) return [];
  const { world, declaration } = context;
  const policies = world.policies.in(workload.namespace).network.selecting(workload.labels).filter((p) => isolates(p.object, 'Egress'));
  const mentions = egressMentions(policies.map((p) => p.object));
  const isolating = policies.map((p): Isolating => ({ policy: compile(p, 'Egress'), selected: 'yes' }));
  // With policies, where no rule faces it is closed at every port.
  const goals = goalsOf(context, service, mentions)
    .map((goal) => ({ goal, policies: facing(world, isolating, goal.end) }))
    .filter(({ policies: near }) => near.length === 0 || near.some(({ policy }) => policy.rules.length > 0));
  const gaps: Gap[] = [];
  for (const protocol of PROTOCOLS) {
    const ports = portsApart(protocol, [mentions]);
    for (const { goal, policies: near } of goals) {
      // Of a range what nobody declared begins anywhere.
      const isOpen = (port: number): boolean => may(declaration, service, goal.end, port, protocol);
      const within = mentions.ranges[protocol].flatMap((range) => firstBut(range, isOpen));
      for (const port of new Set([...ports, ...within])) {
        const target: Target = { port, protocol };
        tally.decisions++;
        if (!mayOpen(near, target)) continue;
        const { answer, because } = judge(world, 'Egress', near, goal.end, target);
        if (answer === 'deny' || isOpen(port)) continue;
        gaps.push({
          statement: 'layer-least-privilege', layer: 'egress-policy', caller: service.id, callee: goal.name, port, protocol,
          requests: EVERYTHING, undecided: answer === 'undetermined', because, service,
        });
      }
    }
  }
  return gaps;
}

function firstBut({ from, to }: PortRange, is: (port: number) => boolean): readonly number[] {
  for (let port = from; port <= to; port++) if (!is(port)) return [port];
  return [];
}

function goalsOf({ world, declaration, podsOf }: Context, service: ServiceModel, { peers, sources }: Mentions): readonly Goal[] {
  const { namespaces, mesh } = declaration.model;
  const { podCidrs, serviceCidrs, nodeCidrs } = mesh.cluster;
  const blocks = blocksOf({ peers, sources }).peers;
  const ip = freshAddress(podCidrs, blocks.flatMap((b) => [b.cidr, ...(b.except ?? [])]));
  const pod = (namespace: string, labels: Labels, name: string): Goal => ({ name, end: { pod: true, namespace, labels, ip, hostNetwork: false } });
  const address = (a: string): Goal => ({ name: a, end: { pod: false, ip: a, hostNetwork: false } });
  const places = [service.namespace, ...namespaces.filter((n) => n.id !== service.namespace).slice(0, 1).map((n) => n.id), FRESH.namespace];
  const callees = declaration.edgesFrom(service).flatMap((e) => podsOf(declaration.service(e.callee)));
  const goals = [
    ...places.map((n) => pod(n, {}, `an undeclared pod in ${n}`)),
    ...[OUTSIDE, '2001:db8::10', '169.254.169.254', ...[...podCidrs, ...serviceCidrs, ...nodeCidrs, ...NODE_OWN].flatMap((c) => firstOf(c) ?? [])].map(address),
    ...callees.map((w): Goal => ({ name: w.id, end: { ...endOf(w), ip: w.ip ?? ip } })),
    ...peers.flatMap(({ peer, policyNamespace }): readonly Goal[] => {
      if (peer.ipBlock !== undefined) return addressesOf(peer.ipBlock).map(address);
      return namespacesOf(world, declaration, peer, policyNamespace).flatMap((n) => minimalLabels(peer.podSelector ?? {}).map((labels) => {
        const text = Object.entries(labels).map(([k, v]) => `${k}=${v}`).join(', ');
        return pod(n, labels, text === '' ? `a pod in ${n}` : `a pod in ${n} with ${text}`);
      }));
    }),
    // A wider block than a declared one may begin where that does.
    ...blocksLeftTo(declaration, service).flatMap((cidr) => addressesOf({ cidr })).map(address),
  ];
  return [...new Map(goals.map((g) => [podKey(g.end), g])).values()];
}
