import { Access, HeaderMatch, HttpMethod, HttpPath, ServicePort } from '../../../src';
import { golden, Shop } from '../golden';

export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app);
  const frontend = shop.service('frontend');
  const cache = shop.service('cache', { ports: [ServicePort.http(80, { targetPort: 8080 })] });
  cache.allowFrom(frontend, {
    access: [
      Access.http({
        methods: [HttpMethod.GET, HttpMethod.of(wrong ? 'purge' : 'PURGE')],
        paths: [HttpPath.under('/objects')],
        headers: [HeaderMatch.exact('X-Tenant', 'blue', 'green'), HeaderMatch.present('x-trace-id')],
      }),
      Access.http({
        methods: [HttpMethod.POST],
        paths: [HttpPath.exact('/objects')],
        headers: [HeaderMatch.prefix('content-type', 'image/'), HeaderMatch.suffix('x-origin', '.shop.example.com')],
      }),
    ],
  });
});
