import { linkerdOf, routesOfServer } from '../../eval/linkerd/servers';
import { ruleRef } from '../../eval/refs';
import type { LinkerdServer } from '../../manifest/linkerd/kinds';
import type { AuditRule } from '../rule';
import { LINKERD_POLICY, takes } from './shared/linkerd';

export const linkerdUnroutedRequests: AuditRule = {
  id: 'linkerd-unrouted-requests',
  severity: 'info',
  title: 'requests that no HTTPRoute of a Server takes are answered with 404',
  why: 'With the first HTTPRoute a Server loses the route that takes every request, whoever is authorized for it.',
  repair: 'none if it is meant; else add a route for the prefix `/`',
  sources: [LINKERD_POLICY, 'https://linkerd.io/2/reference/httproute/'],
  * find({ world }) {
    for (const server of linkerdOf<LinkerdServer>(world.linkerd, 'Server')) {
      const routes = routesOfServer(world, server);
      if (routes.length > 0 && !routes.some((r) => takes(r))) yield { at: ruleRef(server), message: `only what ${routes.map((r) => `\`${r.object.metadata.name}\``).join(', ')} takes arrives` };
    }
  },
};
