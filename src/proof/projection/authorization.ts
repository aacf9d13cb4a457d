import { EVERYTHING, type RequestSet } from '../../eval/request-set';
import type { Caller } from '../../eval/types';
import type { CallerModel } from '../../model/model';
import type { Declaration } from '../declaration';
import { mostOf } from '../declared';
import { isAt } from './ingress-policy';
import type { Place } from './place';

/**
 * AuthorizationPolicy sees identity, peer address, port and the HTTP request. A namespace is that of the identity in any trust domain:
 * keeping foreign ones out is what the handshake does, not `namespaces`.
 */
export function mostOfAuthorization({ declaration, proxied, mtls, grants }: Place, caller: Caller): RequestSet {
  if (!proxied) return EVERYTHING;
  return mostOf(grants.filter(({ edge }) => identifiedAs(declaration, edge.caller, caller, mtls)).flatMap(({ access }) => access));
}

function identifiedAs(declaration: Declaration, declared: CallerModel, { principal, ip }: Caller, mtls: Place['mtls']): boolean {
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

/** An identity in one of the mesh's trust domains is the same in all of them. */
function aliasesOf({ trustDomains }: Declaration, principal: string): readonly string[] {
  const [domain, ...rest] = principal.split('/');
  return trustDomains.includes(domain) ? trustDomains.map((t) => [t, ...rest].join('/')) : [principal];
}
