import { Access, Condition, HeaderMatch, HttpMethod, HttpPath, ServicePort } from '../../../src';
import { golden, Shop } from '../golden';

export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app);
  const frontend = shop.service('frontend');
  const catalog = shop.service('catalog', { ports: [ServicePort.grpc(3550), ServicePort.http(80), ServicePort.tcp(9000)] });
  catalog.allowFrom(frontend, {
    access: [
      Access.grpc('shop.Catalog', ['ListProducts']),
      Access.http({ ports: [80], methods: [HttpMethod.GET], paths: [HttpPath.under('/items')], headers: [HeaderMatch.present('x-trace-id')] }),
    ],
    when: [Condition.header(HeaderMatch.exact('x-tenant', 'blue', 'green'))],
  });
  catalog.allowFrom(shop.service('search'), {
    access: [Access.ports(...(wrong ? [80, 9000] : [80]))],
    when: [Condition.header(HeaderMatch.exact('x-tenant', 'blue')), Condition.header(HeaderMatch.prefix('x-stage', 'canary'))],
  });
});
