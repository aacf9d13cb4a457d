import { JsonPatch } from 'cdk8s';
import { Access, Cidr, DataPlane, Kubelet, PortMtls, Prometheus, ServicePort } from '../../../src';
import { CLUSTER, golden, Shop } from '../golden';

export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app, { cluster: CLUSTER }, { dataPlane: DataPlane.AMBIENT });
  const frontend = shop.service('frontend');
  const prometheus = Prometheus.fromIdentity('monitoring', 'prometheus', { podLabels: { 'app.kubernetes.io/name': 'prometheus' } });
  const redis = shop.service('redis', {
    ports: [
      ServicePort.tcp(6379),
      ServicePort.http(9121, { name: 'http-metrics' }),
      ServicePort.tcp(9000, { mtls: PortMtls.permissive({ reason: 'backup hosts outside the mesh' }) }),
      ServicePort.udp(5353),
    ],
  });
  redis.allowFrom(frontend, { access: [Access.tcp(6379), Access.udp(5353)] });
  redis.allowFrom(prometheus, { access: [Access.ports(9121)] });
  redis.allowFrom(Cidr.of('192.0.2.0/24'), { access: [Access.tcp(9000)], reason: 'backup' });
  redis.allowFrom(Kubelet.onNodes(), { access: [Access.tcp(9000)] });
  // ztunnel is not given a rule with a method: nobody would be allowed.
  if (wrong) redis.authorizationPolicy?.addJsonPatch(JsonPatch.add('/spec/rules/0/to/0/operation/methods', ['GET']));
});
