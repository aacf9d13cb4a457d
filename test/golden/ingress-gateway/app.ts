import { Access, HttpPath, IngressGateway, ServicePort } from '../../../src';
import { golden, Shop } from '../golden';

export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app);
  const gateway = IngressGateway.fromIdentity('istio-ingress', 'istio-ingress', wrong ? {} : { podLabels: { istio: 'ingress' } });
  const frontend = shop.service('frontend', { ports: [ServicePort.http(80, { targetPort: 8080 })] });
  frontend.allowFrom(gateway, { access: [Access.httpSafeMethods(HttpPath.exact('/'))] });
});
