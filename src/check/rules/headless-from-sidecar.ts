import { callerName } from '../../model/names';
import { ambientAccess } from '../ambient-edges';
import type { CheckRule } from '../facts';
import { leadsTo, passesProxy } from '../ports';

/**
 * Sidecars know no endpoints of a headless Service, which would say that its pods take HBONE: they send plaintext, and arrive as nobody.
 * https://github.com/istio/istio/blob/master/pilot/pkg/networking/core/cluster_builder.go (`convertResolution`)
 */
export const headlessFromSidecar: CheckRule = (facts) => [...ambientAccess(facts)].flatMap(({ access, callee, edge }) => {
  const { caller } = edge;
  // Prometheus dials pods, whatever Services there are.
  if (!passesProxy(access.protocol) || (caller.kind === 'identity' && caller.role === 'prometheus')) return [];
  const leading = callee.kubernetesServices.filter((s) => leadsTo(s, access));
  if (leading.length === 0 || leading.some((s) => !s.headless) || !facts.planesOf(caller).includes('sidecar')) return [];
  return [{
    code: 'headless-from-sidecar',
    construct: edge.constructs[0],
    message: `\`${callerName(caller)}\` is granted port \`${access.targetPort}\` of \`${callee.id}\`, to whose ambient pods only the headless Service \`${leading[0].name}\` leads; sidecars send plaintext there, without an identity`,
    repair: `give \`${callee.id}\` a Kubernetes Service that is not headless for this port, or make the caller ambient first (\`DataPlane.AMBIENT\`)`,
  }];
});
