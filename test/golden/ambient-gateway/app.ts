import { ApiObject, JsonPatch } from 'cdk8s';
import { Access, DataPlane, HttpPath, IngressGateway, ServicePort, Waypoint } from '../../../src';
import { golden, Shop } from '../golden';

export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app, {}, { dataPlane: DataPlane.AMBIENT, waypoint: Waypoint.managed({ name: 'front' }) });
  const podLabels = { 'gateway.networking.k8s.io/gateway-name': 'edge' };
  const gateway = IngressGateway.fromIdentity('istio-ingress', 'edge-istio', { podLabels });
  const other = IngressGateway.fromIdentity('appliances', 'appliance', { podLabels: { app: 'appliance' }, usesWaypoints: false });
  const frontend = shop.service('frontend', { ports: [ServicePort.http(80, { targetPort: 8080 }), ServicePort.tcp(7000)] });
  frontend.allowFrom(gateway, { access: [Access.httpSafeMethods(HttpPath.exact('/'))] });
  frontend.allowFrom(other, { access: [Access.tcp(7000)], reason: 'an appliance that dials pods' });
  if (wrong) {
    const service = shop.node.findAll().find((c): c is ApiObject => ApiObject.isApiObject(c) && c.kind === 'Service');
    service?.addJsonPatch(JsonPatch.remove('/metadata/labels/istio.io~1ingress-use-waypoint'));
  }
});
