import type { AccessModel, CallerModel, DataPlaneName, NamespaceModel, ServiceModel } from './model';

type Moving = Pick<ServiceModel | NamespaceModel, 'dataPlane' | 'migratingFrom'>;

/** Of all pods of a service or namespace: two while they move from one to the other. */
export function planesOf({ dataPlane, migratingFrom }: Moving): readonly DataPlaneName[] {
  return migratingFrom === undefined ? [dataPlane] : [dataPlane, migratingFrom];
}

/** Has any pod a proxy of its own? An ambient one has its node's. */
export function hasProxies({ mesh, services, namespaces, gateways = [], egressWaypoint }: AccessModel): boolean {
  return mesh.platform === 'istio' && (services.some((s) => planesOf(s).includes('sidecar')) || gateways.some(({ isProxy }) => isProxy)
    || [...services, ...namespaces].some(({ waypoint }) => waypoint?.managed === true) || egressWaypoint?.managed === true);
}

/** May a pod of it be ambient? */
export function mayBeAmbient(moving: Moving): boolean {
  return planesOf(moving).includes('ambient');
}

/**
 * What the pods of a caller may be; nothing: that is not said (a gateway is a proxy of its own, anyone may be anything, an identity is
 * taken to be what its callee is).
 */
export type PlanesOfCaller = (caller: CallerModel) => readonly DataPlaneName[];

/** A namespace has pods of its own plane, and those of its services that have another. Outside the mesh they have no identity to call with. */
export function callerPlanes({ services: own, namespaces, imported = [] }: Pick<AccessModel, 'services' | 'namespaces' | 'imported'>): PlanesOfCaller {
  const services = [...imported, ...own];
  const ofService = new Map(services.map((service) => [service.id, planesOf(service)]));
  const ofNamespace = new Map<string, Set<DataPlaneName>>();
  const add = (name: string, planes: readonly DataPlaneName[]): void => {
    ofNamespace.set(name, new Set([...ofNamespace.get(name) ?? [], ...planes]));
  };
  for (const namespace of namespaces) add(namespace.id, planesOf(namespace));
  for (const service of services) if (service.dataPlane !== 'none') add(service.namespace, planesOf(service));
  return (caller) => {
    switch (caller.kind) {
      case 'service': return ofService.get(caller.service) ?? [];
      case 'namespace': return [...ofNamespace.get(caller.namespace) ?? []];
      case 'identity': return caller.dataPlane === undefined ? [] : [caller.dataPlane];
      case 'addresses': return ['none'];
      case 'anyone': return [];
    }
  };
}
