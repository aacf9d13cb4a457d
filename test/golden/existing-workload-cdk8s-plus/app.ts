import { Capability, Deployment, SeccompProfileType, ServiceAccount } from 'cdk8s-plus-28';
import { Access, HttpPath, MeshService, ServicePort } from '../../../src';
import { golden, Shop } from '../golden';

export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app);
  const frontend = shop.service('frontend');
  const catalog = new MeshService(shop, 'catalog', { ports: [ServicePort.http(80, { targetPort: 8080 })] });
  catalog.allowFrom(frontend, { access: [Access.httpSafeMethods(HttpPath.exact('/items'))] });

  new Deployment(shop, 'catalog-deployment', {
    metadata: { name: 'catalog' },
    podMetadata: { labels: catalog.podLabels },
    serviceAccount: ServiceAccount.fromServiceAccountName(shop, 'account', wrong ? 'builder' : catalog.serviceAccountName),
    containers: [{
      image: 'registry.example.com/catalog:1.4.2',
      portNumber: 8080,
      securityContext: {
        user: 1000,
        group: 1000,
        capabilities: { drop: [Capability.ALL] },
        seccompProfile: { type: SeccompProfileType.RUNTIME_DEFAULT },
      },
    }],
  });
});
