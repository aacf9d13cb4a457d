import { clientTls } from '../eval/cluster/client-tls';
import { prepare } from '../eval/prepare';
import { isEmpty, isSubset } from '../eval/request-set';
import type { Destination, Layer, WorkloadView } from '../eval/types';
import type { World } from '../eval/world';
import type { ServiceModel } from '../model/model';
import { missing } from './compare';
import { isProxied, leadsTo, transport } from './declaration';
import { planeOf } from './planes';
import { leastOf } from './declared';
import type { Gap, Tally } from './gap';
import type { Context, Visitors } from './knocks';
import { AUTHORIZATION } from './port';

const IDENTITY: readonly Layer[] = ['mtls', ...AUTHORIZATION];

/**
 * Whoever knocks at a pod's address shows the identity it has. Through a Service a caller's own proxy decides what it sends, and objects
 * and annotations may take the identity away: a declared call that comes through must still arrive as who makes it.
 */
export function checkArrivals(
  context: Context, service: ServiceModel, workload: WorkloadView, tally: Tally, { knocks }: Visitors,
): readonly Gap[] {
  const { world, declaration } = context;
  const edges = declaration.edgesTo(service);
  if (declaration.model.mesh.platform !== 'istio' || edges.length === 0) return [];
  const plane = planeOf(service, workload);
  const ways = service.kubernetesServices.filter((s) => leadsTo(s, workload)).flatMap(({ name, ports }) => ports
    .filter((p) => transport(p.protocol) === 'TCP' && isProxied(declaration, service, plane, p.targetPort, 'TCP'))
    .map((p) => ({ workload, port: p.targetPort, protocol: 'TCP' as const, service: { namespace: service.namespace, name, port: p.port } })));
  return knocks.flatMap(({ caller, edges: promised }) => ways.flatMap((way) => {
    if (promised.length === 0 || caller.principal === undefined) return [];
    const client = clientTls(world, caller, way);
    if (client.mode === 'auto' || (isLeftToOthers(world, way) && ways.some((other) => other.port === way.port && clientTls(world, caller, other).mode === 'auto'))) return [];
    const name = client.because.length > 0 ? caller.name : `${caller.name} (${client.text})`;
    const layers = prepare(world, way).explore(caller).layers.filter((l) => IDENTITY.includes(l.layer));
    return promised.flatMap((edge): readonly Gap[] => {
      const access = edge.access.filter((a) => a.targetPort === way.port && transport(a.protocol) === 'TCP');
      if (access.length === 0) return [];
      tally.decisions++;
      const failing = layers.map((set) => ({ set, requests: missing(set, leastOf(access)) })).find(({ requests }) => !isEmpty(requests));
      if (failing === undefined) return [];
      const { set, requests } = failing;
      return [{
        statement: 'declared-works', layer: set.layer, caller: name, callee: `Service ${service.namespace}/${way.service.name}`, port: way.service.port,
        protocol: 'TCP', requests, undecided: isSubset(requests, set.maybe), because: client.because, service, edge,
      }];
    });
  }));
}

/** The pods of a headless Service in ambient, which a sidecar reaches by any other. */
function isLeftToOthers({ services }: World, { workload, service }: Destination): boolean {
  return workload.dataPlane === 'ambient' && services.find(service!.namespace, service!.name)?.headless === true;
}
