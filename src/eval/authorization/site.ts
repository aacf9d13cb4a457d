import type { AuthorizationPolicy, RequestAuthentication } from '../../manifest/kinds';
import type { Arrival } from '../layers/arrival';
import type { Capture } from '../cluster/capture';
import type { From } from '../cluster/policies';
import type { PortProtocol } from '../cluster/protocol';
import { ANY_HTTP, EVERYTHING, type RequestSet } from '../request-set';
import type { Caller, Destination, Request } from '../types';
import type { TokenRule } from '../tokens/rule';
import type { World } from '../world';
import { sendsHboneToSidecars, takesHbone } from '../ztunnel/hbone';
import type { Connection } from './condition';
import { CompiledPolicy } from './rule';

/** One captured port, and what all layers of its proxy share. */
export interface Site {
  readonly world: World;
  /** At a waypoint, its pod and the port that was dialled. */
  readonly destination: Destination;
  /** Who decides: the callee's sidecar, its node's ztunnel, the waypoint before it, or a gateway that is called itself. */
  readonly engine: 'sidecar' | 'ztunnel' | 'waypoint' | 'gateway';
  /** That this engine is given. */
  readonly authorization: readonly From<AuthorizationPolicy>[];
  readonly requests: readonly From<RequestAuthentication>[];
  readonly capture: Capture;
  readonly protocol: PortProtocol;
  /** Of the RequestAuthentications that apply. */
  readonly tokens: readonly TokenRule[];
  /** The addresses of what was dialled, where policies see them instead of the pod's. */
  readonly dialled?: readonly string[];
  /** Of a gateway: proxies before it that are trusted to say for whom they ask; left out: not known. */
  readonly trusted?: number;
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

export function connectionAt(site: Site, caller: Caller): Connection {
  const { world, destination, tokens, dialled, trusted, arrive } = site;
  const principal = arrive(caller).identity === 'stated' ? caller.principal : undefined;
  return { world, destination, caller, tokens, principal, dialled, trusted, peer: peerOf(site, caller) };
}

/** Out of a tunnel into a sidecar nobody has run it. */
function peerOf({ world, engine, destination: { workload } }: Site, caller: Caller): Connection['peer'] {
  if (engine === 'waypoint') return 'none';
  if (engine === 'gateway' || caller.forwards === true) return 'forwards';
  return world.ambient && sendsHboneToSidecars(world, caller) && takesHbone(workload) ? 'unknown' : undefined;
}

/** Most are about one workload, and done with when that is. */
const KEPT = 2_000;
const compiled = new WeakMap<World, Map<From<AuthorizationPolicy>, CompiledPolicy>>();

/**
 * The policies of one action that are enforced, merged without precedence. For a sidecar: of the root namespace and of its own. Dry-run ones
 * enforce nothing: a lone dry-run ALLOW leaves the workload open.
 *
 * https://istio.io/latest/docs/reference/config/security/authorization-policy/
 */
export function enforced({ world, authorization }: Site, action: NonNullable<AuthorizationPolicy['spec']['action']>): readonly CompiledPolicy[] {
  const policies = authorization.filter((p) => (p.object.spec.action ?? 'ALLOW') === action && (action === 'CUSTOM' || !isDryRun(p)));
  let known = compiled.get(world);
  if (known === undefined) {
    known = new Map();
    compiled.set(world, known);
  }
  return policies.map((p) => {
    let policy = known.get(p);
    if (policy === undefined) {
      for (const oldest of known.keys()) {
        if (known.size < KEPT) break;
        known.delete(oldest);
      }
      known.set(p, policy = new CompiledPolicy(p, world.trustDomains));
    }
    return policy;
  });
}

export function namespacesOf(world: World, namespace: string): readonly string[] {
  const { rootNamespace } = world.settings;
  return namespace === rootNamespace ? [namespace] : [rootNamespace, namespace];
}

/** As Go's `strconv.ParseBool` reads it; other values are refused with the policy. */
export function isDryRun(p: From<AuthorizationPolicy>): boolean {
  return ['1', 't', 'T', 'TRUE', 'true', 'True'].includes(p.object.metadata.annotations?.['istio.io/dry-run'] ?? '');
}
