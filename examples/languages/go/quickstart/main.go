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
	meshaccess.NewMeshNamespace(shop, jsii.String("namespace"), &meshaccess.MeshNamespaceProps{Mesh: mesh})

	frontend := meshaccess.NewMeshService(shop, jsii.String("frontend"), &meshaccess.MeshServiceProps{
		Ports:             &[]meshaccess.ServicePort{meshaccess.ServicePort_Http(jsii.Number(80), &meshaccess.ServicePortOptions{TargetPort: jsii.Number(8080)})},
		DeployedElsewhere: jsii.Bool(true),
	})
	catalog := meshaccess.NewMeshService(shop, jsii.String("catalog"), &meshaccess.MeshServiceProps{
		Ports:             &[]meshaccess.ServicePort{meshaccess.ServicePort_Grpc(jsii.Number(3550), nil)},
		DeployedElsewhere: jsii.Bool(true),
	})

	gateway := meshaccess.IngressGateway_FromIdentity(jsii.String("istio-ingress"), jsii.String("istio-ingress"), &meshaccess.IngressGatewayOptions{
		PodLabels: &map[string]*string{"istio": jsii.String("ingress")},
	})
	frontend.AllowFrom(gateway, &meshaccess.AllowOptions{
		Access: &[]meshaccess.Access{meshaccess.Access_HttpSafeMethods(meshaccess.HttpPath_Exact(jsii.String("/")), meshaccess.HttpPath_Exact(jsii.String("/products")))},
	})
	catalog.AllowFrom(frontend, &meshaccess.AllowOptions{
		Access: &[]meshaccess.Access{meshaccess.Access_Grpc(jsii.String("shop.Catalog"), jsii.Strings("ListProducts", "GetProduct"), nil)},
	})

	app.Synth()
	fmt.Println(*mesh.Report().ToText())
}
