import type { KnownObject } from '../kinds';
import type { ManifestObject, UnreadObject } from '../manifests';
import { GATEWAY_ROUTE_KINDS, isIstioGateway, type GatewayRoute, type VirtualService } from '../route-kinds';

/** Nothing that a question through a gateway passes over, nor whoever looks at all ways. */
export const THROUGH_GATEWAYS = 'leads through gateways, which `matrix`, `diff`, `graph` and `can --via` follow';

/** Routes that gateways take: whom a gateway may call is read, and what it passes on is not. */
export function ingressRoutes(objects: readonly ManifestObject[]): readonly UnreadObject[] {
  return objects.filter(({ object }) => isForGateways(object)).map(({ object: { apiVersion, kind, metadata: { name, namespace } }, origin }) => (
    { apiVersion, kind, name, ...(namespace === undefined ? {} : { namespace }), origin, concern: THROUGH_GATEWAYS }));
}

export function isVirtualService(object: KnownObject): object is VirtualService {
  return object.kind === 'VirtualService';
}

export function isGatewayRoute(object: KnownObject): object is GatewayRoute {
  return (GATEWAY_ROUTE_KINDS as readonly string[]).includes(object.kind);
}

function isForGateways(object: KnownObject): boolean {
  if (isIstioGateway(object)) return true;
  if (isVirtualService(object)) return (object.spec.gateways ?? []).some((gateway) => gateway !== 'mesh');
  return isGatewayRoute(object) && (object.spec.parentRefs ?? []).some(({ kind = 'Gateway' }) => kind !== 'Service' && kind !== 'ServiceEntry');
}
