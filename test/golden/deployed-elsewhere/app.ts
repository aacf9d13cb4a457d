import { MeshService, ServicePort } from '../../../src';
import { golden, Shop } from '../golden';

export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app);
  const frontend = new MeshService(shop, 'frontend', { podLabels: { app: 'frontend', tier: 'web' }, deployedElsewhere: true });
  const catalog = new MeshService(shop, 'catalog', {
    ports: [ServicePort.grpc(3550)],
    serviceAccountName: 'catalog-reader',
    automountServiceAccountToken: true,
    deployedElsewhere: !wrong,
  });
  catalog.allowFrom(frontend);
});
