import type { AuthorizationPolicy } from '../../manifest/kinds';
import type { Arrival } from '../layers/arrival';
import type { Capture } from '../cluster/capture';
import type { From } from '../cluster/policies';
import type { PortProtocol } from '../cluster/protocol';
import { ANY_HTTP, EVERYTHING, type RequestSet } from '../request-set';
import type { Caller, Destination, Request } from '../types';
import type { World } from '../world';
import type { Connection } from './condition';
import { compilePolicy, type CompiledPolicy } from './rule';

/** One captured port, and what all layers of its proxy share. */
export interface Site {
  readonly world: World;
  readonly destination: Destination;
  readonly capture: Capture;
  readonly protocol: PortProtocol;
  /** A RequestAuthentication applies. */
  readonly tokens: boolean;
  arrive(caller: Caller): Arrival;
}

/** What the port can carry at all. On a TCP port HTTP is bytes like any other. */
export function universe(site: Site): RequestSet {
  return site.capture.captured === 'yes' && site.protocol === 'http' ? ANY_HTTP : EVERYTHING;
}

/** Does the request meet an HTTP chain? On a sniffed port its first bytes decide. */
export function isHttp(site: Site, request: Request): boolean {
  return site.protocol !== 'tcp' && request.http !== undefined;
}

export function connectionAt({ world, destination, tokens, arrive }: Site, caller: Caller): Connection {
  const principal = arrive(caller).identity === 'stated' ? caller.principal : undefined;
  return { world, destination, caller, tokens, ...(principal === undefined ? {} : { principal }) };
}

const compiled = new WeakMap<World, Map<From<AuthorizationPolicy>, CompiledPolicy>>();

/**
 * The policies of one action that a sidecar enforces on the workload: of the root namespace and of its own, merged without precedence.
 * Dry-run ones enforce nothing: a lone dry-run ALLOW leaves the workload open.
 *
 * https://istio.io/latest/docs/reference/config/security/authorization-policy/
 */
export function enforced(
  { world, destination: { workload } }: Site, action: NonNullable<AuthorizationPolicy['spec']['action']>,
): readonly CompiledPolicy[] {
  let known = compiled.get(world);
  if (known === undefined) {
    known = new Map();
    compiled.set(world, known);
  }
  const policies = namespacesOf(world, workload.namespace).flatMap((n) => world.policies.in(n).authorization.selecting(workload.labels));
  return policies.filter((p) => (p.object.spec.action ?? 'ALLOW') === action && (action === 'CUSTOM' || !isDryRun(p))).map((p) => {
    const policy = known.get(p) ?? compilePolicy(p, world.trustDomains);
    known.set(p, policy);
    return policy;
  });
}

export function namespacesOf(world: World, namespace: string): readonly string[] {
  const { rootNamespace } = world.settings;
  return namespace === rootNamespace ? [namespace] : [rootNamespace, namespace];
}

/** As Go's `strconv.ParseBool` reads it; other values are refused with the policy. */
function isDryRun(p: From<AuthorizationPolicy>): boolean {
  return ['1', 't', 'T', 'TRUE', 'true', 'True'].includes(p.object.metadata.annotations?.['istio.io/dry-run'] ?? '');
}
