import { Access, Anyone, HttpPath, PortMtls, ServicePort } from '../../../src';
import { golden, Shop } from '../golden';

export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app);
  const status = shop.service('status', {
    ports: [
      ServicePort.http(80, { targetPort: 8080 }),
      ServicePort.http(8081, { mtls: PortMtls.permissive({ reason: 'public status page' }) }),
    ],
  });
  status.allowFrom(Anyone.because(wrong ? '' : 'public status page'), { access: [Access.httpSafeMethods(HttpPath.exact('/status'))] });
});
