import { callerOf, type Answer, type Caller, type ExternalTarget, type World } from '../../eval';
import { kindOf } from '../../eval/outward/entries';
import { agreed, reachAtAll } from '../../eval/outward/reach';
import { firstOf } from '../../proof/minimal';
import { byText } from '../access-table';
import { leavingTexts } from './leaving-texts';

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
  const targets = world.policies.serviceEntries.flatMap(({ object: { spec } }) => spec.hosts.filter((host) => !isService(world, host))
    .flatMap((host) => (spec.ports ?? []).map((port) => ({ host, port, addresses: spec.addresses ?? [] }))));
  const found = world.workloads.filter((w) => ['sidecar', 'ambient'].includes(w.dataPlane) && (subjects?.has(w.id) ?? true)).flatMap((workload) =>
    targets.flatMap(({ host, port, addresses }): readonly ExternalAccess[] => {
      const answer = reaches(world, callerOf(world, workload), { host, port: port.number, protocol: kindOf(port) }, addresses);
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
export function externalText(access: ExternalAccess): string {
  return `${access.caller} -> ${targetText(access)}`;
}

export function externalTexts(world: World, externals: readonly ExternalAccess[]): readonly string[] {
  return leavingTexts(world, externals.map((access) => ({ caller: access.caller, namespace: access.namespace, target: targetText(access) })));
}

function targetText({ host, port, protocol, undetermined }: ExternalAccess): string {
  return `${host}:${port} (${protocol})${undetermined ? ' undetermined' : ''}`;
}

/** Then it is a callee by that name. */
function isService({ services, settings: { clusterDomain = 'cluster.local' } }: World, host: string): boolean {
  const [name, namespace, ...rest] = host.split('.');
  return namespace !== undefined && rest.join('.') === `svc.${clusterDomain}` && services.find(namespace, name) !== undefined;
}

function reaches(world: World, caller: Caller, target: ExternalTarget, addresses: readonly string[]): Answer {
  const at = (ip?: string): Answer => agreed(reachAtAll(world, caller, ip === undefined ? target : { ...target, ip })).answer;
  const answers = addresses.map((address) => at(firstOf(address) ?? address));
  if (answers.length > 0) return answers.find((a) => a === 'allow') ?? answers.find((a) => a === 'undetermined') ?? 'deny';
  // NetworkPolicy sees addresses only: what admits the world outside admits a host of it.
  const unknown = at();
  return unknown === 'undetermined' && at(SOMEWHERE) === 'allow' ? 'allow' : unknown;
}
