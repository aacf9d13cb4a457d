import { Consent, ServicePort } from '../../../src';
import { golden, Shop } from '../golden';

export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app, { consent: Consent.BOTH });
  const frontend = shop.service('frontend');
  const catalog = shop.service('catalog', { ports: [ServicePort.grpc(3550)] });
  catalog.allowFrom(frontend);
  if (!wrong) frontend.calls(catalog, { reason: 'product pages' });
});
