from cdk8s import App, Chart
from cdk8s_mesh_access import (
    Access, DataPlane, EgressWaypoint, ExternalHost, HttpPath, IngressGateway, Mesh, MeshNamespace, MeshService, ServicePort, Waypoint,
)

app = App()
mesh = Mesh(app, "mesh")
shop = Chart(app, "shop", namespace="shop")
egress = Chart(app, "egress", namespace="egress")
MeshNamespace(shop, "namespace", mesh=mesh, data_plane=DataPlane.AMBIENT, waypoint=Waypoint.managed(replicas=2))
EgressWaypoint(egress, "waypoint", mesh=mesh)

frontend = MeshService(shop, "frontend", ports=[ServicePort.http(80, target_port=8080)], deployed_elsewhere=True)
catalog = MeshService(shop, "catalog", ports=[ServicePort.grpc(80, target_port=3550)], deployed_elsewhere=True)
redis = MeshService(shop, "redis", ports=[ServicePort.tcp(6379)], deployed_elsewhere=True)

gateway = IngressGateway.from_identity("istio-ingress", "edge-istio", pod_labels={"gateway.networking.k8s.io/gateway-name": "edge"})
frontend.allow_from(gateway, access=[Access.http_safe_methods(HttpPath.exact("/"), HttpPath.exact("/products"))])
catalog.allow_from(frontend, access=[Access.grpc("shop.Catalog", ["ListProducts", "GetProduct"])])
redis.allow_from(catalog)
catalog.calls(ExternalHost.https("prices.example.com", addresses=["203.0.113.10/32"]), reason="exchange rates")

app.synth()
print(mesh.report().to_text())
