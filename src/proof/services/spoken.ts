import { httpVersionOf } from '../../eval/cluster/protocol';
import { type ServiceView, targetPort } from '../../eval/cluster/services';
import { ruleRef } from '../../eval/refs';
import { EVERYTHING } from '../../eval/request-set';
import type { WorkloadView } from '../../eval/types';
import type { World } from '../../eval/world';
import type { ServicePortSpec } from '../../manifest/kinds';
import type { PortProtocol, ServiceModel } from '../../model/model';
import { accessAt } from '../declaration';
import type { Gap } from '../gap';
import type { Context } from '../knocks';
import { planesOf } from '../planes';

/** In which version the application takes requests. */
const VERSIONS: Readonly<Partial<Record<PortProtocol, 1 | 2>>> = { http: 1, http2: 2, grpc: 2 };

interface Saying {
  readonly view: ServiceView;
  readonly i: number;
  readonly port: ServicePortSpec;
}

function portsLeadingTo({ services }: World, pod: WorkloadView, at: number): readonly Saying[] {
  const isThere = (port: ServicePortSpec): boolean => (port.protocol ?? 'TCP') === 'TCP' && targetPort(port, pod) === at;
  return services.selecting(pod).flatMap((view) => view.ports.flatMap((port, i) => (isThere(port) ? [{ view, i, port }] : [])));
}

/**
 * Proxies send the application HTTP/2 where a Service says `http2` or `grpc`, and HTTP/1.1 where it says `http`, whatever the client sent: said
 * wrong, requests pass every policy and none arrives. Of several Services the oldest says how the callee's sidecar reads a port, and each
 * how its callers' do.
 *
 * https://github.com/istio/istio/blob/master/pilot/pkg/networking/core/cluster_builder.go (`setUpstreamProtocol`)
 */
export function misspoken({ world, declaration, declared, podsOf }: Context, service: ServiceModel): readonly Gap[] {
  // ztunnel reads no requests.
  const isRead = service.waypoint !== undefined || planesOf(service).some((plane) => plane !== 'ambient');
  if (declaration.model.mesh.platform !== 'istio' || !isRead) return [];
  return service.ports.flatMap(({ targetPort: at, protocol }): readonly Gap[] => {
    const version = VERSIONS[protocol];
    if (version === undefined) return [];
    const wrong = podsOf(service).flatMap((pod) => portsLeadingTo(world, pod, at)).find(({ port }) => (httpVersionOf(port) ?? version) !== version);
    const edge = wrong && declared.edgesTo(service).find((e) => accessAt(e, at, 'TCP').length > 0);
    if (wrong === undefined || edge === undefined) return [];
    const { view: { namespace, name, source }, i, port } = wrong;
    const rule = ruleRef(source, `spec.ports[${i}]`);
    const what = `port \`${at}\`, declared as \`${protocol}\`, in HTTP/${version === 1 ? '1.1' : '2'}`;
    return [{
      statement: 'declared-works', caller: 'every caller', callee: `${what}, by Service ${namespace}/${name}`, port: port.port, protocol: 'TCP', requests: EVERYTHING,
      // gRPC is HTTP/2 and nothing else; of the rest an application may take both.
      undecided: protocol !== 'grpc', because: [rule], service, edge,
      repair: `let port \`${port.port}\` of ${rule.object} say that it carries \`${protocol}\` (\`appProtocol\`), or declare what it says`,
    }];
  });
}
