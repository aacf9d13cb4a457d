import { App, Chart } from 'cdk8s';
import { Access, HttpMethod, HttpPath, IngressGateway, Mesh, MeshNamespace, MeshService, ServicePort } from '../../src';
import type { MeshProps } from '../../src';

/** A small shop: a gateway, a frontend, a catalog over gRPC, a redis. Its pods are deployed elsewhere. */
export function shop(props: MeshProps = {}): { readonly app: App; readonly chart: Chart; readonly namespace: MeshNamespace } {
  const app = new App();
  const mesh = new Mesh(app, 'mesh', props);
  const chart = new Chart(app, 'shop', { namespace: 'shop' });
  const namespace = new MeshNamespace(chart, 'ns', { mesh });
  const service = (name: string, port: ServicePort) => new MeshService(chart, name, { ports: [port], deployedElsewhere: true });
  const frontend = service('frontend', ServicePort.http(80, { targetPort: 8080 }));
  const catalog = service('catalog', ServicePort.grpc(3550));
  const redis = service('redis', ServicePort.tcp(6379));
  frontend.allowFrom(IngressGateway.fromIdentity('istio-ingress', 'edge', { podLabels: { istio: 'edge' } }), {
    access: [Access.http({ methods: [HttpMethod.GET], paths: [HttpPath.exact('/'), HttpPath.under('/product')] })],
  });
  catalog.allowFrom(frontend, { access: [Access.grpc('shop.Catalog', ['GetProduct', 'ListProducts'])] });
  redis.allowFrom(catalog);
  return { app, chart, namespace };
}
