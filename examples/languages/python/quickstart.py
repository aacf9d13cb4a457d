from cdk8s import App, Chart
from cdk8s_mesh_access import Access, HttpPath, IngressGateway, Mesh, MeshNamespace, MeshService, ServicePort

app = App()
mesh = Mesh(app, "mesh")
shop = Chart(app, "shop", namespace="shop")
MeshNamespace(shop, "namespace", mesh=mesh)

frontend = MeshService(shop, "frontend", ports=[ServicePort.http(80, target_port=8080)], deployed_elsewhere=True)
catalog = MeshService(shop, "catalog", ports=[ServicePort.grpc(3550)], deployed_elsewhere=True)

gateway = IngressGateway.from_identity("istio-ingress", "istio-ingress", pod_labels={"istio": "ingress"})
frontend.allow_from(gateway, access=[Access.http_safe_methods(HttpPath.exact("/"), HttpPath.exact("/products"))])
catalog.allow_from(frontend, access=[Access.grpc("shop.Catalog", ["ListProducts", "GetProduct"])])

app.synth()
print(mesh.report().to_text())
