import { App, Chart } from 'cdk8s';
import { Access, Api, Assumption, HttpPath, Mesh, MeshNamespace, MeshService, ServicePort } from 'cdk8s-mesh-access';

const app = new App();
const mesh = new Mesh(app, 'mesh', { acknowledge: [Assumption.BACKENDS_DO_NOT_DECODE_SLASHES] });
const shop = new Chart(app, 'shop', { namespace: 'shop' });
new MeshNamespace(shop, 'namespace', { mesh });

const catalogApi = Api.fromOpenApi('catalog.yaml');
const ordersApi = Api.fromProto('orders.proto');

const frontend = new MeshService(shop, 'frontend', { deployedElsewhere: true });
const backoffice = new MeshService(shop, 'backoffice', { deployedElsewhere: true });
const catalog = new MeshService(shop, 'catalog', { ports: [ServicePort.http(80, { targetPort: 8080 })], apis: [catalogApi], deployedElsewhere: true });
const orders = new MeshService(shop, 'orders', { ports: [ServicePort.grpc(50051)], apis: [ordersApi], deployedElsewhere: true });

catalog.allowFrom(frontend, { access: catalogApi.operations(['listProducts', 'getProduct']) });
catalog.allowFrom(backoffice, { access: [...catalogApi.operations(['createProduct']), Access.http({ paths: [HttpPath.under('/v1/import')] })] });
orders.allowFrom(frontend, { access: ordersApi.operations(['shop.v1.Orders/Place']) });

app.synth();
console.log(mesh.report().toText());
