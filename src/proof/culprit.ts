import { protocolOf } from '../eval/cluster/protocol';
import { targetPort } from '../eval/cluster/services';
import { ruleRef } from '../eval/refs';
import type { WorkloadView } from '../eval/types';
import { isHttp, transport } from './declaration';
import type { Gap } from './gap';
import type { Context } from './knocks';
import { AUTHORIZATION } from './port';

/**
 * What keeps a declared call out, or lets a granted caller in with more, where the callee's proxy reads its port as another protocol than is
 * declared: not the policies, which then do not match or match bytes, but the oldest Service that leads there.
 */
export function withCulprit({ world }: Pick<Context, 'world'>, workload: WorkloadView, gap: Gap): Gap {
  const { layer, port, service, statement } = gap;
  const declared = service.ports.find((p) => p.targetPort === port && transport(p.protocol) === 'TCP');
  if (gap.protocol !== 'TCP' || declared === undefined) return gap;
  if (layer === undefined ? statement !== 'exactly-declared' : layer !== 'capture' && !AUTHORIZATION.includes(layer)) return gap;
  for (const { source, ports } of world.services.selecting(workload)) {
    const i = ports.findIndex((p) => (p.protocol ?? 'TCP') === 'TCP' && targetPort(p, workload) === port);
    if (i < 0) continue;
    if ((protocolOf(ports[i]) === 'http') === isHttp(declared.protocol)) return gap;
    const because = ruleRef(source, `spec.ports[${i}]`);
    return {
      ...gap,
      because: [because],
      repair: `let port \`${ports[i].port}\` of ${because.object} say that it carries \`${declared.protocol}\` (\`appProtocol\`), or take it out: of several the oldest says how the port is read`,
    };
  }
  return gap;
}
