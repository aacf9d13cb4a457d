import { App, Chart } from 'cdk8s';
import { Access, DataPlane, EgressWaypoint, ExternalHost, HttpPath, IngressGateway, Mesh, MeshNamespace, MeshService, ServicePort, Waypoint } from 'cdk8s-mesh-access';

export const app = new App();
const mesh = new Mesh(app, 'mesh');
const shop = new Chart(app, 'shop', { namespace: 'shop' });
const egress = new Chart(app, 'egress', { namespace: 'egress' });
new MeshNamespace(shop, 'namespace', { mesh, dataPlane: DataPlane.AMBIENT, waypoint: Waypoint.managed({ replicas: 2 }) });
new EgressWaypoint(egress, 'waypoint', { mesh });

const frontend = new MeshService(shop, 'frontend', { ports: [ServicePort.http(80, { targetPort: 8080 })], deployedElsewhere: true });
const catalog = new MeshService(shop, 'catalog', { ports: [ServicePort.grpc(80, { targetPort: 3550 })], deployedElsewhere: true });
const redis = new MeshService(shop, 'redis', { ports: [ServicePort.tcp(6379)], deployedElsewhere: true });

const gateway = IngressGateway.fromGateway('istio-ingress', 'edge'); // the Gateway `edge`, which istiod deploys
frontend.allowFrom(gateway, { access: [Access.httpSafeMethods(HttpPath.exact('/'), HttpPath.exact('/products'))] });
catalog.allowFrom(frontend, { access: [Access.grpc('shop.Catalog', ['ListProducts', 'GetProduct'])] });
redis.allowFrom(catalog);
catalog.calls(ExternalHost.https('prices.example.com', { addresses: ['203.0.113.10/32'] }), { reason: 'exchange rates' });

app.synth();
console.log(mesh.report().toText());
