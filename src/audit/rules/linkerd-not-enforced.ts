import { isLinkerdMeshed, listsPort, settingOf } from '../../eval/linkerd/mesh';
import { SKIPPED_PORTS } from '../../eval/linkerd/layer';
import { linkerdOf, portsOfServer, routesOfServer } from '../../eval/linkerd/servers';
import { ruleRef } from '../../eval/refs';
import type { LinkerdServer } from '../../manifest/linkerd/kinds';
import type { AuditRule } from '../rule';
import { LINKERD_POLICY, podsOfServer } from './shared/linkerd';

export const linkerdNotEnforced: AuditRule = {
  id: 'linkerd-not-enforced',
  severity: 'warning',
  title: 'a Server of Linkerd is for a port that no proxy holds to it',
  why: 'Policies are enforced by the proxy of the callee. A pod without one and a skipped port take everybody, and on an opaque port there are no requests that a route could take.',
  repair: 'inject the pods, take the port out of `config.linkerd.io/skip-inbound-ports`, or give the Server a protocol of HTTP',
  sources: [LINKERD_POLICY, 'https://linkerd.io/2/features/protocol-detection/'],
  * find({ world }) {
    for (const server of linkerdOf<LinkerdServer>(world.linkerd, 'Server')) {
      const { proxyProtocol } = server.object.spec;
      if (/^(opaque|TLS)$/.test(proxyProtocol ?? '') && routesOfServer(world, server).length > 0) {
        yield { at: ruleRef(server, 'spec.proxyProtocol'), message: `\`${proxyProtocol}\` has no requests, and routes are attached` };
      }
      for (const pod of podsOfServer(world, server)) {
        const skipped = portsOfServer(server, pod).find((port) => listsPort(settingOf(world.linkerd, pod, SKIPPED_PORTS), port));
        if (isLinkerdMeshed(world.linkerd, pod) === 'no') yield { at: ruleRef(server), message: `\`${pod.id}\` has no proxy of Linkerd` };
        else if (skipped !== undefined) yield { at: ruleRef(server, 'spec.port'), message: `port ${skipped} of \`${pod.id}\` goes around its proxy` };
      }
    }
  },
};
