import { callerOf } from '../../eval/callers';
import { matchesPeer, endOf } from '../../eval/network/end';
import { prepare } from '../../eval/prepare';
import { isEmpty } from '../../eval/request-set';
import type { Layer, WorkloadView } from '../../eval/types';
import type { World } from '../../eval/world';
import type { AuditRule } from '../rule';
import { NETWORK_POLICIES } from '../sources';
import { isolates } from '../../eval/network/isolation';
import { type NetworkRule, rulesOf } from './shared/peers';

const OF_THE_MESH: readonly Layer[] = ['mtls', 'authorization-allow', 'authorization-deny'];

export const admittedInVain: AuditRule = {
  id: 'admitted-in-vain',
  severity: 'warning',
  title: 'a NetworkPolicy admits pods that the mesh refuses',
  why: 'A call has to pass both. One of the two policies says what somebody no longer means; often it is a scrape without mTLS, or a caller that nobody added to the AuthorizationPolicy.',
  repair: 'allow the callers in the AuthorizationPolicy, or take them out of the NetworkPolicy',
  sources: [NETWORK_POLICIES],
  * find({ network, world }) {
    for (const policy of network) {
      const to = policy.workloads.filter((w) => w.dataPlane === 'sidecar');
      if (to.length === 0 || !isolates(policy.source.object, 'Ingress')) continue;
      for (const rule of rulesOf(policy)) {
        const refused = rule.field === 'from' ? refusedAtAll(world, policy.namespace, rule, to) : undefined;
        if (refused !== undefined) yield { at: rule.ref, message: `of the pods that it admits, the mesh lets none in: ${refused}` };
      }
    }
  },
};

/** Undefined as soon as one of the pods passes on one of the ports, or may. */
function refusedAtAll(world: World, namespace: string, { peers, ports }: NetworkRule, to: readonly WorkloadView[]): string | undefined {
  const numbers = ports.flatMap(({ protocol = 'TCP', port, endPort }) => (protocol === 'TCP' && typeof port === 'number' && endPort === undefined ? [port] : []));
  if (numbers.length !== ports.length || peers.length === 0 || peers.some((p) => p.ipBlock !== undefined)) return undefined;
  const places = to.flatMap((workload) => numbers.map((port) => ({ name: `${workload.id}:${port}`, at: prepare(world, { workload, port, protocol: 'TCP' }) })));
  let first: string | undefined;
  for (const from of world.workloads) {
    if (!peers.some((p) => matchesPeer(world, namespace, p, endOf(from)) === 'yes')) continue;
    const caller = callerOf(world, from);
    for (const { name, at } of places) {
      const closed = at.explore(caller).layers.find((l) => OF_THE_MESH.includes(l.layer) && isEmpty(l.allow) && isEmpty(l.maybe));
      if (closed === undefined) return undefined;
      first ??= `${from.id} to ${name} fails at ${closed.layer}`;
    }
  }
  return first;
}
