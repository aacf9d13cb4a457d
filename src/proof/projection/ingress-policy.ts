import { EVERYTHING, NOTHING, type RequestSet } from '../../eval/request-set';
import type { Caller } from '../../eval/types';
import type { Labels } from '../../manifest/kinds';
import type { CallerModel, EdgeModel } from '../../model/model';
import type { Declaration } from '../declaration';
import { inBlock } from '../minimal';
import { HBONE_PORT, planesOf, PROBES } from '../planes';
import type { Place } from './place';

/**
 * NetworkPolicy of the callee sees namespace and labels or the address, the protocol and a port; no identity and no request. The port is
 * that of the pod, or HBONE's: then any grant by any port is as good as the one that is meant.
 */
export function mostOfIngressPolicy(place: Place, caller: Caller): RequestSet {
  const { declaration, service, port, protocol } = place;
  if (protocol === 'TCP' && planesOf(service).includes('ambient') && isFromKubelet(caller)) return EVERYTHING;
  const isMeant = (edge: EdgeModel): boolean => looksLike(declaration, edge.caller, caller);
  const admits = (seen: number): boolean => (seen === HBONE_PORT && protocol === 'TCP' && place.tunnelled.length > 0
    ? place.tunnelled.some(isMeant)
    : place.grants.all.some(({ edge }) => place.isPlain(edge) && isMeant(edge)));
  return place.seenAt(caller, port, protocol).some(admits) ? EVERYTHING : NOTHING;
}

/** What comes so goes around ztunnel. */
export function isProbe({ plane }: Pick<Place, 'plane'>, caller: Caller): boolean {
  return plane === 'ambient' && isFromKubelet(caller);
}

/** Of the pod's own node, which it cannot keep out. Nobody else has these addresses. */
function isFromKubelet({ pod, ip }: Caller): boolean {
  return !pod && ip !== undefined && PROBES.includes(ip);
}

function looksLike(declaration: Declaration, declared: CallerModel, caller: Caller): boolean {
  switch (declared.kind) {
    case 'service': {
      const { namespace, podLabels } = declaration.service(declared.service);
      return isPod(caller, namespace, podLabels);
    }
    case 'namespace': return isPod(caller, declared.namespace, {}) && !declaration.quarantined.some((s) => isPod(caller, s.namespace, s.podLabels));
    case 'identity': return declared.pods !== undefined && isPod(caller, declared.pods.namespace, declared.pods.labels);
    case 'addresses': return declared.agents === undefined ? isAt(declared, caller.ip) : isPod(caller, declared.agents.namespace, declared.agents.labels);
    case 'anyone': return true;
  }
}

/** Where a connection comes from or goes to, as far as selectors see it. */
type Seen = Pick<Caller, 'pod' | 'namespace' | 'labels'>;

export function isPod(caller: Seen, namespace: string, wanted: Labels): boolean {
  const { labels } = caller;
  return caller.pod && caller.namespace === namespace && labels !== undefined
    && Object.entries(wanted).every(([k, v]) => Object.hasOwn(labels, k) && labels[k] === v);
}

/** An address that is not known is none of those declared: the callers that the proof asks about all have one. */
export function isAt({ cidrs, except }: { readonly cidrs: readonly string[]; readonly except: readonly string[] }, ip: string | undefined): boolean {
  return ip !== undefined && cidrs.some((c) => inBlock(ip, c)) && !except.some((c) => inBlock(ip, c));
}
