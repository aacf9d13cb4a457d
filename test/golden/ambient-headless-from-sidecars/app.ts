import { Chart } from 'cdk8s';
import { Access, DataPlane, KubernetesService, MeshNamespace, MeshService, ServicePort } from '../../../src';
import { golden, Shop } from '../golden';

/** Sidecars send plaintext to the pods of a headless Service: for them an ambient service has another one beside it, which the twin lacks. */
export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app);
  const data = new Chart(app, 'data', { namespace: 'data' });
  new MeshNamespace(data, 'namespace', { mesh: shop.mesh, dataPlane: DataPlane.AMBIENT });
  const database = new MeshService(data, 'database', {
    headless: true,
    ports: [ServicePort.tcp(5432)],
    ...(wrong ? {} : { additionalServices: [KubernetesService.of('database-primary', { ports: [ServicePort.tcp(5432)] })] }),
    deployedElsewhere: true,
  });
  database.allowFrom(shop.service('orders'), { access: [Access.tcp(5432)] });
  database.allowFrom(new MeshService(data, 'backup', { deployedElsewhere: true }), { access: [Access.tcp(5432)] });
});
