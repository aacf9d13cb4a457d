import { linkerdOf, portsOfServer } from '../../eval/linkerd/servers';
import { ruleRef } from '../../eval/refs';
import type { LinkerdServer } from '../../manifest/linkerd/kinds';
import type { AuditRule } from '../rule';
import { LINKERD_INDEX } from './shared/linkerd';
import { podsOfServer } from './shared/linkerd';

export const linkerdOverlappingServers: AuditRule = {
  id: 'linkerd-overlapping-servers',
  severity: 'error',
  title: 'of two Servers of Linkerd for one port the older counts',
  why: 'Of several Servers for a port of a pod the one that was created first is taken, then the one whose name comes first; the others do nothing there. Their age no manifest shows.',
  repair: 'leave one Server for each port of a pod',
  sources: [LINKERD_INDEX],
  * find({ world }) {
    const first = new Map<string, string>();
    for (const server of linkerdOf<LinkerdServer>(world.linkerd, 'Server')) {
      const at = ruleRef(server);
      const ports = podsOfServer(world, server).flatMap((w) => portsOfServer(server, w).map((port) => `${w.id}:${port}`));
      const taken = ports.find((p) => first.has(p));
      if (taken !== undefined) yield { at, message: `\`${taken}\` is \`${first.get(taken)}\`'s, too` };
      for (const port of ports) if (!first.has(port)) first.set(port, at.object);
    }
  },
};
