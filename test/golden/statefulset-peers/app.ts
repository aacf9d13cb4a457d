import { Chart } from 'cdk8s';
import { Access, DataPlane, HttpPath, KubernetesService, MeshNamespace, MeshService, ServicePort, Waypoint } from '../../../src';
import { golden, Shop } from '../golden';

/** Pods that call each other by address: with sidecars, and in ambient, where requests between them meet no waypoint. */
export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app);
  const peers = (port: ServicePort) => [KubernetesService.of('store-peers', { headless: true, ports: [port] })];
  const store = shop.service('store', { ports: [ServicePort.http(8080)], additionalServices: peers(ServicePort.tcp(7000)) });
  store.allowPeers({ access: [Access.tcp(7000)], reason: 'replication' });
  store.allowFrom(shop.service('frontend'), { access: [Access.httpSafeMethods(HttpPath.under('/items'))] });

  const vault = new Chart(app, 'vault', { namespace: 'vault' });
  new MeshNamespace(vault, 'namespace', { mesh: shop.mesh, dataPlane: DataPlane.AMBIENT, waypoint: Waypoint.managed() });
  const keys = new MeshService(vault, 'store', { ports: [ServicePort.http(8200)], additionalServices: peers(ServicePort.http(8201)), deployedElsewhere: true });
  keys.allowPeers({ access: [wrong ? Access.http({ ports: [8201], paths: [HttpPath.under('/raft')] }) : Access.ports(8201)], reason: 'raft' });
  keys.allowFrom(new MeshService(vault, 'issuer', { deployedElsewhere: true }), { access: [Access.http({ ports: [8200], paths: [HttpPath.under('/v1/pki')] })] });
});
