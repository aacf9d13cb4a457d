import { ApiObject, Chart } from 'cdk8s';
import { Access, HttpPath, IngressGateway, type Mesh, MeshNamespace, MeshService, ServicePort } from 'cdk8s-mesh-access';
import type { Construct } from 'constructs';

/** A namespace in which nothing is allowed but what is said here. */
export class Shop extends Chart {
  constructor(scope: Construct, id: string, mesh: Mesh) {
    super(scope, id, { namespace: 'shop' });
    new MeshNamespace(this, 'namespace', { mesh });

    const frontend = new MeshService(this, 'frontend', { ports: [ServicePort.http(80, { targetPort: 8080 })] });
    const catalog = new MeshService(this, 'catalog', { ports: [ServicePort.grpc(3550)] });
    this.deploy(frontend, 'registry.example.com/frontend:1.0.0', 8080);
    this.deploy(catalog, 'registry.example.com/catalog:1.0.0', 3550);

    const gateway = IngressGateway.fromIdentity('istio-ingress', 'istio-ingress', { podLabels: { istio: 'ingress' } });
    frontend.allowFrom(gateway, { access: [Access.httpSafeMethods(HttpPath.under('/'))], reason: 'the shop is public' });
    catalog.allowFrom(frontend, { access: [Access.grpc('shop.Catalog', ['ListProducts', 'GetProduct'])] });
  }

  /** Any way to make a Deployment will do; what the library asks of its pods are these labels and this service account. */
  private deploy(service: MeshService, image: string, containerPort: number): void {
    new ApiObject(this, `${service.name}-deployment`, {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: service.name },
      spec: {
        selector: { matchLabels: service.podLabels },
        template: {
          metadata: { labels: service.podLabels },
          spec: { serviceAccountName: service.serviceAccountName, containers: [{ name: 'server', image, ports: [{ containerPort }] }] },
        },
      },
    });
  }
}
