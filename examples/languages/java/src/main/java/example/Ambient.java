package example;

import io.github.meshaccess.cdk8s.Access;
import io.github.meshaccess.cdk8s.AllowOptions;
import io.github.meshaccess.cdk8s.CallOptions;
import io.github.meshaccess.cdk8s.DataPlane;
import io.github.meshaccess.cdk8s.EgressWaypoint;
import io.github.meshaccess.cdk8s.EgressWaypointProps;
import io.github.meshaccess.cdk8s.ExternalHost;
import io.github.meshaccess.cdk8s.ExternalHostOptions;
import io.github.meshaccess.cdk8s.HttpPath;
import io.github.meshaccess.cdk8s.IngressGateway;
import io.github.meshaccess.cdk8s.IngressGatewayOptions;
import io.github.meshaccess.cdk8s.ManagedWaypointOptions;
import io.github.meshaccess.cdk8s.Mesh;
import io.github.meshaccess.cdk8s.MeshNamespace;
import io.github.meshaccess.cdk8s.MeshNamespaceProps;
import io.github.meshaccess.cdk8s.MeshService;
import io.github.meshaccess.cdk8s.MeshServiceProps;
import io.github.meshaccess.cdk8s.ServicePort;
import io.github.meshaccess.cdk8s.ServicePortOptions;
import io.github.meshaccess.cdk8s.Waypoint;
import java.util.List;
import java.util.Map;
import org.cdk8s.App;
import org.cdk8s.Chart;
import org.cdk8s.ChartProps;

public class Ambient {
  public static void main(String[] args) {
    App app = new App();
    Mesh mesh = new Mesh(app, "mesh");
    Chart shop = new Chart(app, "shop", ChartProps.builder().namespace("shop").build());
    Chart egress = new Chart(app, "egress", ChartProps.builder().namespace("egress").build());
    new MeshNamespace(shop, "namespace", MeshNamespaceProps.builder()
        .mesh(mesh)
        .dataPlane(DataPlane.AMBIENT)
        .waypoint(Waypoint.managed(ManagedWaypointOptions.builder().replicas(2).build()))
        .build());
    new EgressWaypoint(egress, "waypoint", EgressWaypointProps.builder().mesh(mesh).build());

    MeshService frontend = new MeshService(shop, "frontend", MeshServiceProps.builder()
        .ports(List.of(ServicePort.http(80, ServicePortOptions.builder().targetPort(8080).build())))
        .deployedElsewhere(true)
        .build());
    MeshService catalog = new MeshService(shop, "catalog", MeshServiceProps.builder()
        .ports(List.of(ServicePort.grpc(80, ServicePortOptions.builder().targetPort(3550).build())))
        .deployedElsewhere(true)
        .build());
    MeshService redis = new MeshService(shop, "redis", MeshServiceProps.builder()
        .ports(List.of(ServicePort.tcp(6379)))
        .deployedElsewhere(true)
        .build());

    IngressGateway gateway = IngressGateway.fromIdentity("istio-ingress", "edge-istio",
        IngressGatewayOptions.builder().podLabels(Map.of("gateway.networking.k8s.io/gateway-name", "edge")).build());
    frontend.allowFrom(gateway, AllowOptions.builder()
        .access(List.of(Access.httpSafeMethods(HttpPath.exact("/"), HttpPath.exact("/products"))))
        .build());
    catalog.allowFrom(frontend, AllowOptions.builder()
        .access(List.of(Access.grpc("shop.Catalog", List.of("ListProducts", "GetProduct"))))
        .build());
    redis.allowFrom(catalog);
    catalog.calls(
        ExternalHost.https("prices.example.com", ExternalHostOptions.builder().addresses(List.of("203.0.113.10/32")).build()),
        CallOptions.builder().reason("exchange rates").build());

    app.synth();
    System.out.println(mesh.report().toText());
  }
}
