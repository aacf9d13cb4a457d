import { Access, DataPlane, ForeignPods, HttpPath, IngressGateway, KubernetesService, ServicePort } from '../../../src';
import { CLUSTER, golden, Shop } from '../golden';

/** In an ambient namespace solvers are ambient, an operator's pods are together with it, and what opts out is known by its pods alone. */
export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app, { cluster: { ...CLUSTER, apiServerCidrs: ['10.128.0.2/32'] } }, { dataPlane: DataPlane.AMBIENT });
  const { namespaceAccess: namespace } = shop;
  const edge = IngressGateway.fromIdentity('istio-ingress', 'edge', { podLabels: { istio: 'edge' } });
  namespace.addForeignPods('solver', ForeignPods.certManagerSolver(), { reason: 'certificates of the shop window' }).allowFrom(edge);

  const orders = shop.service('orders');
  namespace.addForeignPods('db', ForeignPods.cloudNativePg('orders-db', { dataPlane: DataPlane.AMBIENT }), { reason: 'orders are kept here' })
    .allowFrom(orders, { access: [wrong ? Access.httpSafeMethods(HttpPath.exact('/metrics')) : Access.tcp(5432)] });

  const search = ForeignPods.of({
    madeBy: 'the search operator',
    podLabels: { 'search.example/cluster': 'catalog' },
    services: [KubernetesService.of('catalog-search', { ports: [ServicePort.https(9200)] })],
    dataPlane: DataPlane.NONE,
  });
  namespace.addForeignPods('search', search, { reason: 'full text of the catalog' }).allowFrom(orders);
});
