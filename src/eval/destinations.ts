import { captureOf } from './cluster/capture';
import type { PortProtocol } from './cluster/protocol';
import { readingOf } from './cluster/service-entries';
import { ANY_HTTP, EVERYTHING, type RequestSet } from './request-set';
import type { Destination } from './types';
import type { World } from './world';

/** A Service port, resolved: one destination for each workload behind it. Undefined: no such Service, or no such port on it. */
export interface ServiceDestinations {
  readonly namespace: string;
  readonly name: string;
  readonly headless: boolean;
  readonly destinations: readonly Destination[];
}

/** A Service that names one number for two protocols has both. */
export function destinationsOf(world: World, namespace: string, name: string, port: number): ServiceDestinations | undefined {
  const service = world.services.find(namespace, name);
  const ports = service?.ports.filter((p) => p.port === port) ?? [];
  if (service === undefined || ports.length === 0) return undefined;
  const destinations = ports.flatMap((p) => world.services.dialled(service, p)).map((e) => ({ ...e, service: { namespace, name, port } }));
  return { namespace, name, headless: service.headless, destinations };
}

/** How the callee's proxy reads the port. */
export function portProtocolAt(world: World, destination: Destination): PortProtocol {
  return destination.protocol === 'TCP' ? readingOf(world, destination.workload, destination.port).protocol : 'tcp';
}

/** Every request that can arrive at the port at all: a proxy that reads it as HTTP refuses other bytes. */
export function portUniverse(world: World, destination: Destination): RequestSet {
  return captureOf(world, destination).captured === 'yes' && portProtocolAt(world, destination) === 'http' ? ANY_HTTP : EVERYTHING;
}
