import type { ReportedSide, TelemetryReader } from '../eval/telemetry';
import type { NamespaceModel, ServiceModel } from '../model/model';
import type { Staged } from '../model/stages';
import { waypointsOf } from './hops';
import type { Context } from './knocks';
import { gatewayId, isProxyItself, planeOf, waypointId } from './planes';

/** A proxy that logs and counts what is declared, or what is only observed. */
export interface Recorder {
  readonly name: string;
  readonly service: ServiceModel;
  readonly reader: TelemetryReader;
  /** Whose stage it is observed for. */
  readonly staged: Staged;
  /** Whom its namespaces, what it stands for first, declare to log to; undefined: nobody declares any. */
  readonly providers: readonly string[] | undefined;
}

/**
 * A waypoint reports as a server what it passes on, whichever side is asked; a gateway, like a client, what it sends.
 *
 * https://istio.io/latest/docs/reference/config/telemetry/#WorkloadMode
 */
export const REPORTED_SIDES: Readonly<Record<TelemetryReader['proxy'], readonly ReportedSide[]>> = {
  sidecar: ['SERVER', 'CLIENT'], waypoint: ['SERVER'], gateway: ['CLIENT'],
};

/** Sidecars of every service, waypoints for each Service behind them and for themselves, and gateways: ztunnel reads no Telemetry. */
export function recordersOf(context: Context): readonly Recorder[] {
  const { declaration: { model } } = context;
  if (model.mesh.platform !== 'istio') return [];
  const namespaces = new Map(model.namespaces.map((n) => [n.id, n]));
  // Most meshes have neither.
  const isAsked = ({ stage, accessLogProviders }: Partial<NamespaceModel>): boolean => stage !== undefined || accessLogProviders !== undefined;
  if (![...model.namespaces, ...model.services].some(isAsked)) return [];
  const providersOf = (...ids: readonly string[]): readonly string[] | undefined => (
    ids.flatMap((id) => namespaces.get(id)?.accessLogProviders === undefined ? [] : [namespaces.get(id)!.accessLogProviders])[0]
  );
  const sidecars = model.services.filter((s) => !isProxyItself(s)).flatMap((service) => (
    context.podsOf(service).filter((pod) => planeOf(service, pod) === 'sidecar').map((pod): Recorder => (
      { name: service.id, service, reader: { proxy: 'sidecar', pod }, staged: service, providers: providersOf(service.namespace) }
    ))));
  const served = context.declared.model.services.flatMap((service) => (service.waypoint === undefined
    ? []
    : service.kubernetesServices.filter(({ headless }) => !headless).map(({ name }): Recorder => ({
        name: `${waypointId(service.waypoint!)}, for ${service.namespace}/${name},`,
        service,
        reader: { proxy: 'waypoint', gateway: service.waypoint!, service: { namespace: service.namespace, name } },
        staged: service,
        providers: providersOf(service.namespace, service.waypoint!.namespace),
      }))));
  const waypoints = waypointsOf(context.declared.model).map((w): Recorder => ({
    name: waypointId(w), service: context.declaration.service(waypointId(w)), reader: { proxy: 'waypoint', gateway: w }, staged: {}, providers: providersOf(w.namespace),
  }));
  const gateways = (context.declared.model.gateways ?? []).filter(({ isProxy }) => isProxy).flatMap((gateway) => {
    const service = context.declaration.service(gatewayId(gateway));
    const { stage } = namespaces.get(gateway.namespace) ?? {};
    return context.podsOf(service).map((pod): Recorder => ({
      name: gatewayId(gateway), service, reader: { proxy: 'gateway', pod }, staged: stage === undefined ? {} : { stage }, providers: providersOf(gateway.namespace),
    }));
  });
  return [...sidecars, ...served, ...waypoints, ...gateways];
}
