import type { TargetRef, Telemetry } from '../manifest/kinds';
import { GATEWAY_NAME, WAYPOINT_CLASS } from './cluster/gateways';
import { type From, namespaceOfObject } from './cluster/policies';
import type { WorkloadView } from './types';
import { isOf, refsOf } from './waypoint/policies';
import type { World } from './world';

/** A proxy that reads Telemetry; ztunnel reads none. */
export type TelemetryReader
  = | { readonly proxy: 'sidecar' | 'gateway'; readonly pod: Pick<WorkloadView, 'namespace' | 'labels'> }
    /** On behalf of a Service, or for what comes to none. */
    | { readonly proxy: 'waypoint'; readonly gateway: Named; readonly service?: Named };

interface Named {
  readonly namespace: string;
  readonly name: string;
}

/** Of what it gets; a gateway, like a client, of what it sends. */
export type ReportedSide = 'SERVER' | 'CLIENT';

/**
 * What a proxy reads, in the order in which later ones win: the oldest of the root namespace and of its own that is for everybody; at a waypoint
 * that of the Service's namespace; then whatever selects it or is bound to what it is or stands for. A waypoint looks for these in the Service's
 * namespace alone, so that what is bound to its own Gateway is nothing to Services of another.
 *
 * https://github.com/istio/istio/blob/master/pilot/pkg/model/telemetry.go (`applicableTelemetries`)
 */
export function telemetriesFor(world: World, reader: TelemetryReader): readonly From<Telemetry>[] {
  const { rootNamespace } = world.settings;
  const own = reader.proxy === 'waypoint' ? reader.gateway.namespace : reader.pod.namespace;
  const served = reader.proxy === 'waypoint' ? reader.service?.namespace ?? own : own;
  const wide = [...new Set([rootNamespace, own, served])].flatMap((namespace) => world.policies.in(namespace).telemetry.unselective ?? []);
  return [...wide, ...particular(world, reader, served)];
}

function particular(world: World, reader: TelemetryReader, namespace: string): readonly From<Telemetry>[] {
  const { telemetry, bound } = world.policies.in(namespace);
  if (reader.proxy === 'waypoint') return bound.telemetry.filter((t) => isForWaypoint(world, t, reader));
  const { labels } = reader.pod;
  const selecting = telemetry.selecting(labels).filter((t) => Object.keys(t.object.spec.selector?.matchLabels ?? {}).length > 0);
  const gateway = labels[GATEWAY_NAME];
  if (gateway === undefined) return selecting;
  return [...selecting, ...bound.telemetry.filter((t) => refs(t).some((ref) => isOf(ref, GATEWAYS, 'Gateway', gateway)))];
}

const GATEWAYS = 'gateway.networking.k8s.io';

function isForWaypoint(world: World, telemetry: From<Telemetry>, { gateway, service }: Extract<TelemetryReader, { proxy: 'waypoint' }>): boolean {
  const namespace = namespaceOfObject(telemetry);
  return refs(telemetry).some((ref) => (service !== undefined && namespace === service.namespace && isOf(ref, 'core', 'Service', service.name))
    || (namespace === gateway.namespace && isOf(ref, GATEWAYS, 'Gateway', gateway.name))
    || (namespace === world.settings.rootNamespace && isOf(ref, GATEWAYS, 'GatewayClass', WAYPOINT_CLASS)));
}

/** Into another namespace none leads anywhere. */
function refs(telemetry: From<Telemetry>): readonly TargetRef[] {
  const namespace = namespaceOfObject(telemetry);
  return refsOf(telemetry).filter((ref) => (ref.namespace ?? namespace) === namespace);
}
