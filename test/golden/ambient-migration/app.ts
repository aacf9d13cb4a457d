import { JsonPatch } from 'cdk8s';
import { Access, DataPlane, IngressGateway, ServicePort, Waypoint } from '../../../src';
import { golden, Shop } from '../golden';

export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app, {}, { dataPlane: DataPlane.AMBIENT, migratingFrom: DataPlane.SIDECAR, waypoint: Waypoint.managed() });
  const gateway = IngressGateway.fromIdentity('istio-ingress', 'edge-istio', { podLabels: { istio: 'edge' } });
  const frontend = shop.service('frontend', { ports: [ServicePort.http(80, { targetPort: 8080 })] });
  const redis = shop.service('redis', { ports: [ServicePort.tcp(6379)] });
  frontend.allowFrom(gateway, { access: [Access.ports(80)] });
  redis.allowFrom(frontend);
  // Ambient pods are reached through the tunnel; those that still have a sidecar take each other's calls at the port itself.
  if (wrong) redis.ingressPolicy?.addJsonPatch(JsonPatch.remove('/spec/ingress/0/ports/0'));
});
