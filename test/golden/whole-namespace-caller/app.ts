import { JsonPatch } from 'cdk8s';
import { Access, HttpPath, Prometheus, ServicePort } from '../../../src';
import { golden, Shop } from '../golden';

/**
 * Whose pods nobody can tell by labels: NetworkPolicy lets in all of their namespace, and the proxy one identity. The twin's proxy lets in all,
 * too.
 */
export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app);
  const catalog = shop.service('catalog', { ports: [ServicePort.http(80, { targetPort: 8080 }), ServicePort.http(9102, { name: 'http-metrics' })] });
  const prometheus = Prometheus.fromIdentity('monitoring', 'prometheus', { wholeNamespace: true });
  catalog.allowFrom(prometheus, { access: [Access.http({ ports: [9102], paths: [HttpPath.exact('/metrics')] })], reason: 'metrics', owner: 'platform team' });
  if (wrong) catalog.authorizationPolicy?.addJsonPatch(JsonPatch.replace('/spec/rules/0/from/0/source', { namespaces: ['monitoring'] }));
});
