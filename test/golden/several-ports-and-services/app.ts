import { Access, HttpPath, KubernetesService, ServicePort } from '../../../src';
import { golden, Shop } from '../golden';

export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app);
  const frontend = shop.service('frontend');
  const console_ = shop.service('console');
  const orders = shop.service('orders', {
    ports: [ServicePort.http(80, { targetPort: 8080 }), ServicePort.grpc(9000, { targetPort: 9090 })],
    additionalServices: [
      // One workload port behind two Services must be of one protocol: Istio lets the oldest Service decide and drops the rules of the other.
      KubernetesService.of('orders-internal', { ports: [wrong ? ServicePort.tcp(8000, { targetPort: 8080 }) : ServicePort.http(8000, { targetPort: 8080 })] }),
      KubernetesService.of('orders-admin', { ports: [ServicePort.http(8081)] }),
    ],
  });
  orders.allowFrom(frontend, { access: [Access.http({ ports: [80], paths: [HttpPath.under('/orders')] }), Access.ports(9000)] });
  orders.allowFrom(console_, { access: [Access.http({ ports: [8081] })] });
});
