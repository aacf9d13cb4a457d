import { callerOf, leave, type Answer, type Caller, type ExternalTarget, type World } from '../../eval';
import type { ServiceEntryPort } from '../../manifest/kinds';
import { firstOf } from '../../proof/minimal';

/** Stands for the addresses of a host that nobody knows: outside the cluster, and in no block that a policy is likely to name. */
const SOMEWHERE = '203.0.113.10';

/** Which workloads may reach the hosts that ServiceEntries name, `shop/cart -> api.payments.example:443 (https)`. */
export function externalTexts(world: World, subjects?: ReadonlySet<string>): readonly string[] {
  const targets = world.policies.serviceEntries.flatMap(({ object: { spec } }) => spec.location === 'MESH_INTERNAL'
    ? []
    : spec.hosts.flatMap((host) => (spec.ports ?? []).map((port) => ({ host, port, addresses: spec.addresses ?? [] }))));
  const texts = world.workloads.filter((w) => ['sidecar', 'ambient'].includes(w.dataPlane) && (subjects?.has(w.id) ?? true)).flatMap((workload) =>
    targets.flatMap(({ host, port, addresses }) => {
      const answer = reaches(world, callerOf(world, workload), { host, port: port.number, protocol: protocolOf(port) }, addresses);
      const name = `${workload.namespace}/${workload.serviceAccount} -> ${host}:${port.number} (${(port.protocol ?? 'tcp').toLowerCase()})`;
      return answer === 'deny' ? [] : [answer === 'allow' ? name : `${name} undetermined`];
    }));
  return [...new Set(texts)].sort();
}

function reaches(world: World, caller: Caller, target: ExternalTarget, addresses: readonly string[]): Answer {
  const answers = addresses.map((address) => leave(world, caller, { ...target, ip: firstOf(address) ?? address }).answer);
  if (answers.length > 0) return answers.find((a) => a === 'allow') ?? answers.find((a) => a === 'undetermined') ?? 'deny';
  // NetworkPolicy sees addresses only: what admits the world outside admits a host of it.
  const unknown = leave(world, caller, target).answer;
  return unknown === 'undetermined' && leave(world, caller, { ...target, ip: SOMEWHERE }).answer === 'allow' ? 'allow' : unknown;
}

function protocolOf({ protocol = 'TCP' }: ServiceEntryPort): ExternalTarget['protocol'] {
  if (['HTTP', 'HTTP2', 'GRPC', 'GRPC-WEB'].includes(protocol.toUpperCase())) return 'http';
  return ['HTTPS', 'TLS'].includes(protocol.toUpperCase()) ? 'tls' : 'tcp';
}
