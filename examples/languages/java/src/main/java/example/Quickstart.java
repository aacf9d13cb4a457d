package example;

import io.github.meshaccess.cdk8s.Access;
import io.github.meshaccess.cdk8s.AllowOptions;
import io.github.meshaccess.cdk8s.HttpPath;
import io.github.meshaccess.cdk8s.IngressGateway;
import io.github.meshaccess.cdk8s.IngressGatewayOptions;
import io.github.meshaccess.cdk8s.Mesh;
import io.github.meshaccess.cdk8s.MeshNamespace;
import io.github.meshaccess.cdk8s.MeshNamespaceProps;
import io.github.meshaccess.cdk8s.MeshService;
import io.github.meshaccess.cdk8s.MeshServiceProps;
import io.github.meshaccess.cdk8s.ServicePort;
import io.github.meshaccess.cdk8s.ServicePortOptions;
import java.util.List;
import java.util.Map;
import org.cdk8s.App;
import org.cdk8s.Chart;
import org.cdk8s.ChartProps;

public class Quickstart {
  public static void main(String[] args) {
    App app = new App();
    Mesh mesh = new Mesh(app, "mesh");
    Chart shop = new Chart(app, "shop", ChartProps.builder().namespace("shop").build());
    new MeshNamespace(shop, "namespace", MeshNamespaceProps.builder().mesh(mesh).build());

    MeshService frontend = new MeshService(shop, "frontend", MeshServiceProps.builder()
        .ports(List.of(ServicePort.http(80, ServicePortOptions.builder().targetPort(8080).build())))
        .deployedElsewhere(true)
        .build());
    MeshService catalog = new MeshService(shop, "catalog", MeshServiceProps.builder()
        .ports(List.of(ServicePort.grpc(3550)))
        .deployedElsewhere(true)
        .build());

    IngressGateway gateway = IngressGateway.fromIdentity("istio-ingress", "istio-ingress",
        IngressGatewayOptions.builder().podLabels(Map.of("istio", "ingress")).build());
    frontend.allowFrom(gateway, AllowOptions.builder()
        .access(List.of(Access.httpSafeMethods(HttpPath.exact("/"), HttpPath.exact("/products"))))
        .build());
    catalog.allowFrom(frontend, AllowOptions.builder()
        .access(List.of(Access.grpc("shop.Catalog", List.of("ListProducts", "GetProduct"))))
        .build());

    app.synth();
    System.out.println(mesh.report().toText());
  }
}
