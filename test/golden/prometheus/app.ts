import { Access, HttpPath, Prometheus, ServicePort } from '../../../src';
import { golden, Shop } from '../golden';

export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app);
  const prometheus = Prometheus.fromIdentity('monitoring', 'prometheus', { podLabels: { 'app.kubernetes.io/name': 'prometheus' } });
  const frontend = shop.service('frontend', {
    ports: [ServicePort.http(80, { targetPort: 8080 }), ServicePort.http(9102, { name: 'http-metrics' })],
    ...(wrong ? { excludedInboundPorts: [9102] } : {}),
  });
  frontend.allowFrom(prometheus, { access: [Access.http({ ports: [9102], paths: [HttpPath.exact('/metrics')] })] });
});
