import { grantsOf, linkerdOf, routesOfServer } from '../../eval/linkerd/servers';
import { namespaceOfObject } from '../../eval/cluster/policies';
import { ruleRef } from '../../eval/refs';
import type { LinkerdAuthorizationPolicy, LinkerdServer } from '../../manifest/linkerd/kinds';
import type { AuditRule } from '../rule';
import { LINKERD_POLICY } from './shared/linkerd';

/** Who writes `accessPolicy: deny` means it. */
export const linkerdServerDeniesAll: AuditRule = {
  id: 'linkerd-server-denies-all',
  severity: 'error',
  title: 'a Server of Linkerd that nothing authorizes denies everybody',
  why: 'A Server takes its port from the default policy, a permissive one, too. Until something authorizes callers, every one is refused.',
  repair: 'add an AuthorizationPolicy for it, or say `accessPolicy: deny`',
  sources: [LINKERD_POLICY],
  * find({ world }) {
    const policies = linkerdOf<LinkerdAuthorizationPolicy>(world.linkerd, 'AuthorizationPolicy');
    for (const server of linkerdOf<LinkerdServer>(world.linkerd, 'Server')) {
      const routes = new Set(routesOfServer(world, server).map((r) => `${namespaceOfObject(r)}/${r.object.metadata.name}`));
      const routed = policies.some((p) => /Route$/.test(p.object.spec.targetRef.kind) && routes.has(`${namespaceOfObject(p)}/${p.object.spec.targetRef.name}`));
      if (server.object.spec.accessPolicy === undefined && !routed && grantsOf(world, server).length === 0) yield { at: ruleRef(server), message: 'nobody is authorized' };
    }
  },
};
