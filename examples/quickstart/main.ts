import { App, Chart } from 'cdk8s';
import { Access, HttpPath, IngressGateway, Mesh, MeshNamespace, MeshService, ServicePort } from 'cdk8s-mesh-access';

export const app = new App();
const mesh = new Mesh(app, 'mesh');
const shop = new Chart(app, 'shop', { namespace: 'shop' });
new MeshNamespace(shop, 'namespace', { mesh });

const frontend = new MeshService(shop, 'frontend', { ports: [ServicePort.http(80, { targetPort: 8080 })], deployedElsewhere: true });
const catalog = new MeshService(shop, 'catalog', { ports: [ServicePort.grpc(3550)], deployedElsewhere: true });

const gateway = IngressGateway.fromIdentity('istio-ingress', 'istio-ingress', { podLabels: { istio: 'ingress' } });
frontend.allowFrom(gateway, { access: [Access.httpSafeMethods(HttpPath.exact('/'), HttpPath.exact('/products'))] });
catalog.allowFrom(frontend, { access: [Access.grpc('shop.Catalog', ['ListProducts', 'GetProduct'])] });

app.synth();
console.log(mesh.report().toText());
