import { EVERYTHING, NOTHING, type RequestSet } from '../../eval/request-set';
import type { Caller } from '../../eval/types';
import type { CallerModel, EdgeModel } from '../../model/model';
import type { Declaration } from '../declaration';
import { mostOf } from '../declared';
import { isAt, isProbe } from './ingress-policy';
import type { Place } from './place';

/**
 * AuthorizationPolicy sees identity, peer address, port and the HTTP request; at ztunnel no request, so that a grant is the whole port. A
 * namespace is that of the identity in any trust domain: keeping foreign ones out is what the handshake does, not `namespaces`.
 */
export function mostOfAuthorization(place: Place, caller: Caller): RequestSet {
  const { declaration, proxied, plane, mtls, grants } = place;
  if (!proxied || isProbe(place, caller)) return EVERYTHING;
  const own = grants.maybeFor(caller.principal).filter(({ edge }) => identifiedAs(declaration, edge.caller, caller, mtls) && comesFrom(edge, caller));
  if (plane === 'ambient') return own.length > 0 ? EVERYTHING : NOTHING;
  return mostOf(own.flatMap(({ access }) => access));
}

/** Of a service in quarantine a denial is asked for, and not only that nothing allows: what others allow beside is not in these manifests. */
export function mostOfDenial(place: Place, caller: Caller): RequestSet {
  return place.service.quarantine === undefined || isProbe(place, caller) ? EVERYTHING : NOTHING;
}

/** The peer's address, as the callee's proxy sees it. */
function comesFrom({ sourceCidrs }: EdgeModel, { ip }: Caller): boolean {
  return sourceCidrs === undefined || isAt(sourceCidrs, ip);
}

function identifiedAs(declaration: Declaration, declared: CallerModel, { principal, ip }: Caller, mtls: Place['mtls']): boolean {
  if (isCutOff(declaration, principal)) return false;
  switch (declared.kind) {
    case 'service': {
      return principal !== undefined && declaration.principalsOf(declared.service).includes(principal);
    }
    case 'namespace': return principal !== undefined && principal.includes(`/ns/${declared.namespace}/`);
    case 'identity': return aliasesOf(declaration, declared.principal).includes(principal ?? '');
    case 'addresses': return isAt(declared, ip);
    case 'anyone': return principal !== undefined || mtls !== 'strict';
  }
}

/** Granted to many, and so to it but for the quarantine. */
function isCutOff({ quarantined, principalsOf }: Declaration, principal: string | undefined): boolean {
  return principal !== undefined && quarantined.some(({ id }) => principalsOf(id).includes(principal));
}

/** An identity in one of the mesh's trust domains is the same in all of them. */
function aliasesOf({ trustDomains }: Declaration, principal: string): readonly string[] {
  const [domain, ...rest] = principal.split('/');
  return trustDomains.includes(domain) ? trustDomains.map((t) => [t, ...rest].join('/')) : [principal];
}
