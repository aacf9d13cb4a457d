import { JsonPatch } from 'cdk8s';
import { Access, DataPlane, HttpMethod, HttpPath, Prometheus, ServicePort, Waypoint } from '../../../src';
import { golden, Shop } from '../golden';

export const { build, twin } = golden((app, wrong) => {
  const waypoint = Waypoint.managed({ replicas: 2, resources: { requests: { cpu: '100m', memory: '128Mi' } } });
  const shop = new Shop(app, {}, { dataPlane: DataPlane.AMBIENT, waypoint });
  const frontend = shop.service('frontend');
  const worker = shop.service('worker');
  const prometheus = Prometheus.fromIdentity('monitoring', 'prometheus', { podLabels: { 'app.kubernetes.io/name': 'prometheus' } });
  const catalog = shop.service('catalog', {
    ports: [ServicePort.http(80, { targetPort: 8080 }), ServicePort.grpc(3550), ServicePort.http(9102, { name: 'http-metrics' })],
  });
  catalog.allowFrom(frontend, { access: [Access.http({ ports: [80], methods: [HttpMethod.GET], paths: [HttpPath.under('/items')] }), Access.grpc('shop.Catalog', ['List'])] });
  catalog.allowFrom(worker, { access: [Access.ports(3550)] });
  catalog.allowFrom(prometheus, { access: [Access.ports(9102)] });
  const redis = shop.service('redis', { ports: [ServicePort.tcp(6379)] });
  redis.allowFrom(catalog);
  // A waypoint compares the Service's port: with the pod's nobody is allowed.
  if (wrong) catalog.waypointPolicy?.addJsonPatch(JsonPatch.replace('/spec/rules/0/to/0/operation/ports/0', '8080'));
});
