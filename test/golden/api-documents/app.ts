import * as path from 'node:path';
import { JsonPatch } from 'cdk8s';
import { Api, ServicePort } from '../../../src';
import { golden, Shop } from '../golden';

export const { build, twin } = golden((app, wrong) => {
  const shop = new Shop(app);
  const catalogApi = Api.fromOpenApi(path.join(__dirname, 'catalog.openapi.yaml'));
  const ordersApi = Api.fromProto(path.join(__dirname, 'orders.proto'));
  const frontend = shop.service('frontend');
  const catalog = shop.service('catalog', { ports: [ServicePort.http(80, { targetPort: 8080 })], apis: [catalogApi] });
  catalog.allowFrom(frontend, { access: catalogApi.operations(['getProduct', 'listProducts', 'createProduct']) });
  const orders = shop.service('orders', { ports: [ServicePort.grpc(50051)], apis: [ordersApi] });
  orders.allowFrom(frontend, { access: ordersApi.operations(['shop.v1.Orders/Place']) });
  // The parameter is one segment, not whatever follows.
  if (wrong) catalog.authorizationPolicy?.addJsonPatch(JsonPatch.replace('/spec/rules/0/to/0/operation/paths/1', '/v1/products/*'));
});
