import { namespaceOfObject } from '../../eval/cluster/policies';
import { grantsOf, linkerdOf, routesOfServer } from '../../eval/linkerd/servers';
import { refText, ruleRef } from '../../eval/refs';
import type { LinkerdAuthorizationPolicy, LinkerdServer } from '../../manifest/linkerd/kinds';
import type { Placed } from '../../manifest/manifests';
import type { AuditRule } from '../rule';
import { LINKERD_INDEX, LINKERD_POLICY } from './shared/linkerd';

export const linkerdRouteNotNarrower: AuditRule = {
  id: 'linkerd-route-not-narrower',
  severity: 'warning',
  title: 'a policy for a route narrows nothing that its Server grants',
  why: 'Authorizations add up: whoever is authorized for a Server, or for the whole namespace, is authorized for each of its routes.',
  repair: 'authorize by route alone, and take the grant of the Server or Namespace away',
  sources: [LINKERD_POLICY, LINKERD_INDEX],
  * find({ world }) {
    const servers = linkerdOf<LinkerdServer>(world.linkerd, 'Server');
    for (const policy of linkerdOf<LinkerdAuthorizationPolicy>(world.linkerd, 'AuthorizationPolicy')) {
      const { kind, name } = policy.object.spec.targetRef;
      if (kind !== 'HTTPRoute') continue;
      const isIts = (r: Placed): boolean => r.object.metadata.name === name && namespaceOfObject(r) === namespaceOfObject(policy);
      for (const server of servers.filter((s) => routesOfServer(world, s).some(isIts))) {
        const [wider] = grantsOf(world, server);
        if (wider !== undefined) yield { at: ruleRef(policy, 'spec.targetRef'), message: `whom ${refText(ruleRef(wider.source, wider.path))} admits may call \`HTTPRoute ${name}\`, too` };
      }
    }
  },
};
