import { Access, ServicePort } from '../../../src';
import { golden, Shop } from '../golden';

export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app);
  const frontend = shop.service('frontend');
  const email = shop.service('email', { ports: [ServicePort.grpc(5000, { targetPort: 8080 })] });
  // Access names the Service's port, whatever the container listens on.
  email.allowFrom(frontend, { access: [Access.ports(wrong ? 8080 : 5000)] });
});
