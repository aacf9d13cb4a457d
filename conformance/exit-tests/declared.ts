import type { AccessModel, ServiceModel } from '../../src/model/model';
import { type Call, type Counted, sidecarCounts, type Told, ztunnelCounts } from './exposition';
import type { Plane } from './queries';

/** A namespace that is put under management, as Prometheus sees it: its pods, and the calls that are declared. */
export interface Observed {
  readonly name: string;
  readonly namespace: string;
  readonly plane: Plane;
  readonly services: readonly ServiceModel[];
  readonly calls: readonly Call[];
}

/** A plane at a time: the pods of a namespace may be of either. */
export function observedNamespaces(name: string, model: AccessModel): readonly Observed[] {
  if (model.mesh.platform !== 'istio') return [];
  return model.namespaces.flatMap(({ id, stage }) => (['sidecar', 'ambient'] as const).flatMap((plane): readonly Observed[] => {
    const within = model.services.filter((s) => s.namespace === id && s.dataPlane === plane);
    if (within.length === 0 || [stage, ...within.map((s) => s.stage)].every((s) => s === undefined)) return [];
    return [{ name, namespace: id, plane, services: within, calls: within.flatMap((s) => callsOf(model, s)) }];
  }));
}

/** What it calls and who calls it; callers without an account of their own are somebody at a gateway. */
function callsOf(model: AccessModel, service: ServiceModel): readonly Call[] {
  const inbound = model.edges.filter((e) => e.callee === service.id);
  const outbound = model.edges.filter((e) => e.caller.kind === 'service' && e.caller.service === service.id && e.callee !== service.id);
  const direct = [...inbound, ...outbound].filter((e) => e.pastProxy !== true);
  const within = direct.flatMap(({ caller, callee, access }) => access.map(({ protocol }): Call => {
    const source = caller.kind === 'service' ? workloadOf(caller.service) : { name: 'edge', namespace: 'istio-ingress' };
    return callTo(source, callee, protocol.startsWith('http') || protocol === 'grpc' ? 'http' : 'tcp');
  }));
  const external = model.externals.filter((e) => e.caller === service.id).map(({ host }): Call => ({
    source: workloadOf(service.id), destination: { name: 'unknown', namespace: 'unknown' },
    service: { name: host, namespace: service.namespace, host }, protocol: 'tcp',
  }));
  return [...within, ...external];
}

export function callTo(source: Call['source'], callee: string, protocol: Call['protocol']): Call {
  const destination = workloadOf(callee);
  const { name, namespace } = destination;
  return { source, destination, service: { name, namespace, host: `${name}.${namespace}.svc.cluster.local` }, protocol };
}

export function workloadOf(id: string): Call['source'] {
  const [namespace, name] = id.split('/');
  return { name, namespace };
}

/** What the proxies of the namespace tell of a call; one of another namespace tells its own part. */
export function told(plane: Plane, call: Call, as: Told): readonly Counted[] {
  return plane === 'sidecar' ? sidecarCounts(call, as) : ztunnelCounts({ ...call, protocol: 'tcp' }, as);
}

/** Each declared call succeeds, as both of its proxies tell. */
export function toldOfDeclared({ plane, calls }: Observed): readonly Counted[] {
  const all = calls.flatMap((call) => (['source', 'destination'] as const).flatMap((reporter) => told(plane, call, { reporter })));
  return [...new Map(all.map((c) => [JSON.stringify(c), c])).values()];
}
