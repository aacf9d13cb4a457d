package main

import (
	"slices"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	gateway "sigs.k8s.io/gateway-api/apis/v1"

	"istio.io/api/annotation"
	"istio.io/api/label"
	cni "istio.io/istio/cni/pkg/util"
	"istio.io/istio/pilot/pkg/config/kube/gatewaycommon"
	"istio.io/istio/pilot/pkg/model"
	"istio.io/istio/pkg/config/constants"
	"istio.io/istio/pkg/ptr"
)

// deploy does for every waypoint what istiod's deployer does, once its pod is ready: a pod, a Service and an address.
// https://github.com/istio/istio/blob/master/manifests/charts/istio-control/istio-discovery/files/waypoint.yaml
func deploy(objects []runtime.Object) []runtime.Object {
	var made []runtime.Object
	for name, controller := range gatewaycommon.GetBuiltinGatewayClasses() {
		made = append(made, &gateway.GatewayClass{
			ObjectMeta: metav1.ObjectMeta{Name: string(name)}, Spec: gateway.GatewayClassSpec{ControllerName: controller},
		})
	}
	for _, o := range objects {
		g, ok := o.(*gateway.Gateway)
		if !ok || g.Spec.GatewayClassName != constants.WaypointGatewayClassName {
			continue
		}
		labels := map[string]string{
			label.SidecarInject.Name: "false", label.IoIstioDataplaneMode.Name: constants.DataplaneModeNone,
		}
		for k, v := range g.Labels {
			labels[k] = v
		}
		labels[label.IoK8sNetworkingGatewayGatewayName.Name] = g.Name
		labels[label.IoK8sNetworkingGatewayGatewayClassName.Name] = string(g.Spec.GatewayClassName)
		labels[label.GatewayManaged.Name] = constants.ManagedGatewayMeshControllerLabel
		meta := metav1.ObjectMeta{Name: g.Name, Namespace: g.Namespace, Labels: labels, CreationTimestamp: g.CreationTimestamp}
		made = append(made, &corev1.Pod{ObjectMeta: meta, Spec: corev1.PodSpec{ServiceAccountName: g.Name}}, &corev1.Service{
			ObjectMeta: meta,
			Spec: corev1.ServiceSpec{
				Selector: map[string]string{label.IoK8sNetworkingGatewayGatewayName.Name: g.Name},
				Ports:    []corev1.ServicePort{{Name: "mesh", Port: model.HBoneInboundListenPort, AppProtocol: ptr.Of("hbone")}},
			},
		})
		g.Status.Addresses = []gateway.GatewayStatusAddress{{
			Type: ptr.Of(gateway.HostnameAddressType), Value: g.Name + "." + g.Namespace + ".svc.cluster.local",
		}}
	}
	return append(objects, made...)
}

// selectors are the pods that istio-cni enrolls as it is installed, `ambient.enablementSelectors` of its chart.
// https://github.com/istio/istio/blob/master/manifests/charts/istio-cni/values.yaml
func selectors() (*cni.CompiledEnablementSelectors, error) {
	ambient := metav1.LabelSelector{MatchLabels: map[string]string{label.IoIstioDataplaneMode.Name: constants.DataplaneModeAmbient}}
	notNone := metav1.LabelSelector{MatchExpressions: []metav1.LabelSelectorRequirement{{
		Key: label.IoIstioDataplaneMode.Name, Operator: metav1.LabelSelectorOpNotIn, Values: []string{constants.DataplaneModeNone},
	}}}
	return cni.NewCompiledEnablementSelectors([]cni.EnablementSelector{{PodSelector: ambient}, {PodSelector: notNone, NamespaceSelector: ambient}})
}

// enroll marks the pods as the injector and istio-cni would; whom istio-cni takes, its own code decides.
func enroll(pods []*corev1.Pod, namespaces map[string]*corev1.Namespace, sidecars []string) error {
	enabled, err := selectors()
	if err != nil {
		return err
	}
	for _, p := range pods {
		if p.Annotations == nil {
			p.Annotations = map[string]string{}
		}
		if p.Labels == nil {
			p.Labels = map[string]string{}
		}
		if slices.Contains(sidecars, p.Namespace+"/"+p.Name) {
			p.Annotations[annotation.SidecarStatus.Name] = "{}"
			p.Labels[label.SecurityTlsMode.Name] = model.IstioMutualTLSModeLabel
			p.Labels[model.TunnelLabel] = model.TunnelHTTP
		}
		if enabled.Matches(p, namespaces[p.Namespace].Labels) {
			p.Annotations[annotation.AmbientRedirection.Name] = constants.AmbientRedirectionEnabled
		}
	}
	return nil
}
