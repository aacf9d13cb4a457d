import { ApiObject, JsonPatch } from 'cdk8s';
import { Access, HttpPath, ServicePort } from '../../../src';
import { golden, Shop } from '../golden';

export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app);
  const frontend = shop.service('frontend');
  const catalog = shop.service('catalog', { ports: [ServicePort.http(80, { targetPort: 8080 })] });
  catalog.allowFrom(frontend, { access: [Access.httpSafeMethods(HttpPath.exact('/items'))] });

  for (const object of shop.node.findAll()) {
    if (object instanceof ApiObject) object.metadata.addLabel('team', 'storefront');
  }
  catalog.authorizationPolicy?.addJsonPatch(wrong
    ? JsonPatch.replace('/spec/rules/0/to/0/operation/paths/0', '/*')
    : JsonPatch.add('/metadata/annotations/example.com~1reviewed', 'true'));
});
