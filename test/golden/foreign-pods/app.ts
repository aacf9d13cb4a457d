import { Access, DataPlane, ForeignPods, IngressGateway, Prometheus } from '../../../src';
import { CLUSTER, golden, Shop } from '../golden';

/** Pods that cert-manager, two operators and a chart's hook bring into a namespace of sidecars; all but the hook stay outside the mesh. */
export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app, { cluster: { ...CLUSTER, apiServerCidrs: ['10.128.0.2/32'] }, nativeSidecars: !wrong });
  const { namespaceAccess: namespace } = shop;
  const edge = IngressGateway.fromIdentity('istio-ingress', 'edge', { podLabels: { istio: 'edge' } });
  namespace.addForeignPods('solver', ForeignPods.certManagerSolver(), { reason: 'certificates of the shop window' }).allowFrom(edge);

  const orders = shop.service('orders');
  const db = namespace.addForeignPods('db', ForeignPods.cloudNativePg('orders-db'), { reason: 'orders are kept here', owner: 'data team' });
  db.allowFrom(orders, { access: [Access.tcp(5432)] });
  const prometheus = Prometheus.fromIdentity('monitoring', 'prometheus', { podLabels: { app: 'prometheus' }, dataPlane: DataPlane.NONE });
  db.allowFrom(prometheus, { access: [Access.ports(9187)] });

  const kafka = namespace.addForeignPods('events', ForeignPods.strimziKafka('events', { operatorNamespace: 'strimzi', listeners: [9093] }), { reason: 'events of orders' });
  kafka.allowFrom(orders, { access: [Access.tcp(9093)] });
  kafka.allowFrom(
    namespace.addForeignPods('events-operator', ForeignPods.strimziEntityOperator('events'), { reason: 'topics and users of the events' }),
    { access: [Access.tcp(9091)] },
  );

  const migrate = ForeignPods.helmHook('orders-migrate', { serviceAccountName: 'orders-migrate' });
  db.allowFrom(namespace.addForeignPods('migrate', migrate, { reason: 'schema of a new release' }), { access: [Access.tcp(5432)] });
});
