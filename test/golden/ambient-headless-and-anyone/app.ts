import { JsonPatch } from 'cdk8s';
import { Access, Anyone, DataPlane, HttpPath, KubernetesService, PortMtls, ServicePort, Waypoint } from '../../../src';
import { golden, Shop } from '../golden';

export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app, {}, { dataPlane: DataPlane.AMBIENT, waypoint: Waypoint.managed() });
  const frontend = shop.service('frontend');
  const peers = KubernetesService.of('search-peers', { headless: true, ports: [ServicePort.http(9300)] });
  const search = shop.service('search', {
    ports: [ServicePort.http(80, { targetPort: 8080 }), ServicePort.http(9300), ServicePort.http(8081, { mtls: PortMtls.permissive({ reason: 'public status page' }) })],
    additionalServices: [peers],
  });
  search.allowFrom(frontend, { access: [Access.http({ ports: [80], paths: [HttpPath.under('/search')] }), Access.ports(9300)] });
  search.allowFrom(Anyone.because('public status page'), { access: [Access.ports(8081)] });
  search.allowFrom(Anyone.because('health is no secret in the mesh'), { access: [Access.http({ ports: [80], paths: [HttpPath.exact('/healthz')] })] });
  // Whoever is let past the waypoint is let past its paths.
  if (wrong) search.authorizationPolicy?.addJsonPatch(JsonPatch.add('/spec/rules/2/to/0/operation/ports/-', '8080'));
});
