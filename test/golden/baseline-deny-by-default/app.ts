import { Chart } from 'cdk8s';
import { Access, HttpPath, IngressGateway, MeshBaseline, ServicePort } from '../../../src';
import { golden, Shop } from '../golden';

export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app);
  const podLabels = { istio: 'ingress' };
  const platform = new Chart(app, 'platform', { namespace: 'istio-system' });
  new MeshBaseline(platform, 'baseline', {
    mesh: shop.mesh,
    strictMtls: true,
    denyByDefault: true,
    // Without its own ALLOW the gateway would be shut by the policy meant for everybody else.
    ...(wrong ? {} : { gateways: [{ namespace: 'istio-ingress', podLabels, ports: [8080, 8443] }] }),
  });
  const gateway = IngressGateway.fromIdentity('istio-ingress', 'istio-ingress', { podLabels });
  const frontend = shop.service('frontend', { ports: [ServicePort.http(80, { targetPort: 8080 })] });
  frontend.allowFrom(gateway, { access: [Access.httpSafeMethods(HttpPath.exact('/'))] });
});
