import type { VirtualServiceDestination } from '../../manifest/route-kinds';
import { hostIn, serviceHost } from '../cluster/hosts';
import type { Destination } from '../types';
import type { World } from '../world';
import type { Backend } from './rule';

/** A Service of several ports is dialled at the gateway's, where no port is said. */
export function backendOf(world: World, own: string, { host, port }: VirtualServiceDestination, listening: number): Backend {
  const full = hostIn(world, own, host);
  const [name, namespace = own] = full.split('.');
  const service = world.services.find(namespace, name);
  const isService = serviceHost(world, { namespace, name }).toLowerCase() === full && service !== undefined;
  const number = port?.number ?? (service?.ports.length === 1 ? service.ports[0].port : listening);
  return { namespace, name, port: number, ...(isService ? {} : { external: full }) };
}

/** The port of a Service that it is; undefined: it is none of this cluster, or which port is not said. */
export function servicePortOf({ services }: World, { namespace, name, port, external }: Backend): NonNullable<Destination['service']> | undefined {
  if (external !== undefined) return undefined;
  const ports = services.find(namespace, name)?.ports ?? [];
  const number = port ?? (ports.length === 1 ? ports[0].port : undefined);
  return number === undefined ? undefined : { namespace, name, port: number };
}
