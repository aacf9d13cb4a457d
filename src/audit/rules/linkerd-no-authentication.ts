import { ruleRef } from '../../eval/refs';
import { linkerdOf } from '../../eval/linkerd/servers';
import type { LinkerdAuthorizationPolicy } from '../../manifest/linkerd/kinds';
import type { AuditRule } from '../rule';
import { LINKERD_INDEX, LINKERD_POLICY } from './shared/linkerd';

export const linkerdNoAuthentication: AuditRule = {
  id: 'linkerd-no-authentication',
  severity: 'error',
  title: 'an AuthorizationPolicy of Linkerd without required authentications admits everybody',
  why: 'All that is required has to hold, and nothing is required: callers from every network, with and without mutual TLS.',
  repair: 'refer to a MeshTLSAuthentication, a ServiceAccount or a NetworkAuthentication',
  sources: [LINKERD_POLICY, LINKERD_INDEX],
  * find({ world }) {
    for (const policy of linkerdOf<LinkerdAuthorizationPolicy>(world.linkerd, 'AuthorizationPolicy')) {
      const { targetRef, requiredAuthenticationRefs: refs } = policy.object.spec;
      if (refs.length === 0) yield { at: ruleRef(policy, 'spec.requiredAuthenticationRefs'), message: `everybody may call \`${targetRef.kind} ${targetRef.name}\`` };
    }
  },
};
