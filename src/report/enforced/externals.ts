import { callerOf, leave, type Answer, type Caller, type ExternalTarget, type World } from '../../eval';
import type { ServiceEntryPort } from '../../manifest/kinds';
import { firstOf } from '../../proof/minimal';
import { byText } from '../access-table';

/** Stands for the addresses of a host that nobody knows: outside the cluster, and in no block that a policy is likely to name. */
export const SOMEWHERE = '203.0.113.10';

/** A host that a ServiceEntry names, and workloads that may reach it. */
export interface ExternalAccess {
  /** Service account, `shop/cart`. */
  readonly caller: string;
  readonly namespace: string;
  readonly workloads: readonly string[];
  readonly host: string;
  readonly port: number;
  /** Lower case, `https`. */
  readonly protocol: string;
  readonly undetermined: boolean;
}

/** Which workloads may reach the hosts that ServiceEntries name; sorted. */
export function externalsOf(world: World, subjects?: ReadonlySet<string>): readonly ExternalAccess[] {
  const targets = world.policies.serviceEntries.flatMap(({ object: { spec } }) => spec.location === 'MESH_INTERNAL'
    ? []
    : spec.hosts.flatMap((host) => (spec.ports ?? []).map((port) => ({ host, port, addresses: spec.addresses ?? [] }))));
  const found = world.workloads.filter((w) => ['sidecar', 'ambient'].includes(w.dataPlane) && (subjects?.has(w.id) ?? true)).flatMap((workload) =>
    targets.flatMap(({ host, port, addresses }): readonly ExternalAccess[] => {
      const answer = reaches(world, callerOf(world, workload), { host, port: port.number, protocol: protocolOf(port) }, addresses);
      const { namespace, serviceAccount, id } = workload;
      const protocol = (port.protocol ?? 'tcp').toLowerCase();
      const access = { caller: `${namespace}/${serviceAccount}`, namespace, workloads: [id], host, port: port.number, protocol };
      return answer === 'deny' ? [] : [{ ...access, undetermined: answer === 'undetermined' }];
    }));
  const merged = new Map<string, ExternalAccess>();
  for (const access of found) {
    const text = externalText(access);
    merged.set(text, { ...access, workloads: [...merged.get(text)?.workloads ?? [], ...access.workloads] });
  }
  return [...merged.values()].sort(byText(externalText));
}

/** `shop/cart -> api.payments.example:443 (https)`. */
export function externalText({ caller, host, port, protocol, undetermined }: ExternalAccess): string {
  return `${caller} -> ${host}:${port} (${protocol})${undetermined ? ' undetermined' : ''}`;
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
