package main

import (
	"fmt"

	"github.com/aws/jsii-runtime-go"
	"github.com/cdk8s-team/cdk8s-core-go/cdk8s/v2"
	"github.com/mesh-access/cdk8s-mesh-access-go/meshaccess"
)

func main() {
	defer jsii.Close()

	app := cdk8s.NewApp(nil)
	mesh := meshaccess.NewMesh(app, jsii.String("mesh"), nil)
	shop := cdk8s.NewChart(app, jsii.String("shop"), &cdk8s.ChartProps{Namespace: jsii.String("shop")})
	egress := cdk8s.NewChart(app, jsii.String("egress"), &cdk8s.ChartProps{Namespace: jsii.String("egress")})
	meshaccess.NewMeshNamespace(shop, jsii.String("namespace"), &meshaccess.MeshNamespaceProps{
		Mesh:      mesh,
		DataPlane: meshaccess.DataPlane_AMBIENT,
		Waypoint:  meshaccess.Waypoint_Managed(&meshaccess.ManagedWaypointOptions{Replicas: jsii.Number(2)}),
	})
	meshaccess.NewEgressWaypoint(egress, jsii.String("waypoint"), &meshaccess.EgressWaypointProps{Mesh: mesh})

	frontend := meshaccess.NewMeshService(shop, jsii.String("frontend"), &meshaccess.MeshServiceProps{
		Ports:             &[]meshaccess.ServicePort{meshaccess.ServicePort_Http(jsii.Number(80), &meshaccess.ServicePortOptions{TargetPort: jsii.Number(8080)})},
		DeployedElsewhere: jsii.Bool(true),
	})
	catalog := meshaccess.NewMeshService(shop, jsii.String("catalog"), &meshaccess.MeshServiceProps{
		Ports:             &[]meshaccess.ServicePort{meshaccess.ServicePort_Grpc(jsii.Number(80), &meshaccess.ServicePortOptions{TargetPort: jsii.Number(3550)})},
		DeployedElsewhere: jsii.Bool(true),
	})
	redis := meshaccess.NewMeshService(shop, jsii.String("redis"), &meshaccess.MeshServiceProps{
		Ports:             &[]meshaccess.ServicePort{meshaccess.ServicePort_Tcp(jsii.Number(6379), nil)},
		DeployedElsewhere: jsii.Bool(true),
	})

	gateway := meshaccess.IngressGateway_FromIdentity(jsii.String("istio-ingress"), jsii.String("edge-istio"), &meshaccess.IngressGatewayOptions{
		PodLabels: &map[string]*string{"gateway.networking.k8s.io/gateway-name": jsii.String("edge")},
	})
	frontend.AllowFrom(gateway, &meshaccess.AllowOptions{
		Access: &[]meshaccess.Access{meshaccess.Access_HttpSafeMethods(meshaccess.HttpPath_Exact(jsii.String("/")), meshaccess.HttpPath_Exact(jsii.String("/products")))},
	})
	catalog.AllowFrom(frontend, &meshaccess.AllowOptions{
		Access: &[]meshaccess.Access{meshaccess.Access_Grpc(jsii.String("shop.Catalog"), jsii.Strings("ListProducts", "GetProduct"), nil)},
	})
	redis.AllowFrom(catalog, nil)
	catalog.Calls(
		meshaccess.ExternalHost_Https(jsii.String("prices.example.com"), &meshaccess.ExternalHostOptions{Addresses: jsii.Strings("203.0.113.10/32")}),
		&meshaccess.CallOptions{Reason: jsii.String("exchange rates")},
	)

	app.Synth()
	fmt.Println(*mesh.Report().ToText())
}
