package main

import (
	"fmt"
	"net/netip"

	corev1 "k8s.io/api/core/v1"
	discoveryv1 "k8s.io/api/discovery/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	gateway "sigs.k8s.io/gateway-api/apis/v1"
	gatewaybeta "sigs.k8s.io/gateway-api/apis/v1beta1"

	networking "istio.io/client-go/pkg/apis/networking/v1"
	security "istio.io/client-go/pkg/apis/security/v1"
	"istio.io/istio/pilot/pkg/features"
	"istio.io/istio/pkg/ptr"
)

// settled is the manifests as they look once the controllers, the scheduler and the kubelet have done their work.
type settled struct {
	objects  []runtime.Object
	pods     []*corev1.Pod
	services []*corev1.Service
}

func complete(objects []runtime.Object, templates []template, sidecars []string) (*settled, error) {
	c := &settled{}
	namespaces := map[string]*corev1.Namespace{}
	var endpoints []*corev1.Endpoints
	if features.EnableAmbient {
		objects = deploy(objects)
	}
	made, err := certificates(objects)
	if err != nil {
		return nil, err
	}
	for _, o := range append(objects, made...) {
		switch t := o.(type) {
		default:
			continue // a NetworkPolicy or a ServiceAccount means nothing to istiod
		case *corev1.Endpoints: // istiod reads what is made of them
			endpoints = append(endpoints, t)
			continue
		case *corev1.Node, *corev1.Secret, *discoveryv1.EndpointSlice:
		case *gateway.Gateway, *gateway.GatewayClass, *gateway.HTTPRoute, *gateway.GRPCRoute, *gateway.TCPRoute, *gateway.TLSRoute:
		case *gatewaybeta.ReferenceGrant:
		case *security.AuthorizationPolicy, *security.PeerAuthentication, *networking.ServiceEntry, *networking.WorkloadEntry:
		case *corev1.Namespace:
			namespaces[t.Name] = t
		case *corev1.Pod:
			c.pods = append(c.pods, t)
		case *corev1.Service:
			c.services = append(c.services, t)
		}
		c.objects = append(c.objects, o)
	}
	for _, t := range templates {
		p := &corev1.Pod{ObjectMeta: t.spec.ObjectMeta, Spec: t.spec.Spec}
		p.Namespace, p.Name, p.CreationTimestamp = t.namespace, t.name, metav1.NewTime(t.created)
		c.pods = append(c.pods, p)
		c.objects = append(c.objects, p)
	}
	ids := map[string]bool{}
	for i, p := range c.pods {
		start(p, i)
		if id := p.Namespace + "/" + p.Name; ids[id] {
			return nil, fmt.Errorf("two workloads are named %s: give one of them another name", id)
		} else {
			ids[id] = true
		}
	}
	for i, s := range c.services {
		expose(s, i)
	}
	for _, o := range c.objects {
		if ns := o.(metav1.Object).GetNamespace(); ns != "" && namespaces[ns] == nil {
			namespaces[ns] = &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: ns}}
			c.objects = append(c.objects, namespaces[ns])
		}
	}
	for name, ns := range namespaces {
		if ns.Labels == nil {
			ns.Labels = map[string]string{}
		}
		ns.Labels[corev1.LabelMetadataName] = name
	}
	if features.EnableAmbient {
		if err := enroll(c.pods, namespaces, sidecars); err != nil {
			return nil, err
		}
	}
	c.spread(endpoints)
	return c, nil
}

// nth gives the n-th address after base, so that a run has the same addresses every time.
func nth(base string, n int) string {
	a := netip.MustParseAddr(base).As4()
	v := int(a[2])<<8 + int(a[3]) + n + 1
	a[2], a[3] = byte(v>>8), byte(v)
	return netip.AddrFrom4(a).String()
}

func start(p *corev1.Pod, n int) {
	p.Spec.ServiceAccountName = ptr.NonEmptyOrDefault(p.Spec.ServiceAccountName, "default")
	p.Status.PodIP = ptr.NonEmptyOrDefault(p.Status.PodIP, nth("10.244.0.1", n))
	p.Status.PodIPs = []corev1.PodIP{{IP: p.Status.PodIP}}
	p.Status.Phase = corev1.PodRunning
	for _, containers := range [][]corev1.Container{p.Spec.InitContainers, p.Spec.Containers} {
		for i := range containers {
			for j := range containers[i].Ports { // by name and protocol a target port is found
				port := &containers[i].Ports[j]
				port.Protocol = ptr.NonEmptyOrDefault(port.Protocol, corev1.ProtocolTCP)
			}
		}
	}
	p.Status.Conditions = []corev1.PodCondition{{Type: corev1.PodReady, Status: corev1.ConditionTrue}}
}

func expose(s *corev1.Service, n int) {
	if s.Spec.Type != corev1.ServiceTypeExternalName {
		s.Spec.ClusterIP = ptr.NonEmptyOrDefault(s.Spec.ClusterIP, nth("10.96.0.10", n))
		s.Spec.ClusterIPs = []string{s.Spec.ClusterIP}
	}
	for j := range s.Spec.Ports {
		p := &s.Spec.Ports[j]
		p.Protocol = ptr.NonEmptyOrDefault(p.Protocol, corev1.ProtocolTCP)
		if p.TargetPort.String() == "0" {
			p.TargetPort.IntVal = p.Port
		}
	}
}
