package main

import (
	"fmt"
	"slices"

	corev1 "k8s.io/api/core/v1"
	discoveryv1 "k8s.io/api/discovery/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime"

	"istio.io/istio/pkg/ptr"
)

const (
	madeBySelector   = "endpointslice-controller.k8s.io"
	madeByMirror     = "endpointslicemirroring-controller.k8s.io"
	skipMirror       = "endpointslice.kubernetes.io/skip-mirror"
	leaderAnnotation = "control-plane.alpha.kubernetes.io/leader"
)

// spread is what the controllers make of Services, pods and Endpoints: a slice for each pod that a selector finds, in place of whatever
// else goes by their name, and a mirror of Endpoints where there is no selector.
// https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/
func (c *settled) spread(endpoints []*corev1.Endpoints) {
	services := map[string]*corev1.Service{}
	for _, s := range c.services {
		services[s.Namespace+"/"+s.Name] = s
	}
	c.objects = slices.DeleteFunc(c.objects, func(o runtime.Object) bool {
		slice, ok := o.(*discoveryv1.EndpointSlice)
		if !ok {
			return false
		}
		s := services[slice.Namespace+"/"+slice.Labels[discoveryv1.LabelServiceName]]
		by := slice.Labels[discoveryv1.LabelManagedBy]
		return s != nil && len(s.Spec.Selector) > 0 && (by == madeBySelector || by == madeByMirror)
	})
	for _, s := range c.services {
		if len(s.Spec.Selector) > 0 {
			c.selected(s)
		}
	}
	for _, e := range endpoints {
		s := services[e.Namespace+"/"+e.Name]
		if s != nil && len(s.Spec.Selector) == 0 && e.Labels[skipMirror] != "true" && e.Annotations[leaderAnnotation] == "" {
			c.mirror(e)
		}
	}
}

// selected makes one slice per pod: a named target port may be another number in each.
func (c *settled) selected(s *corev1.Service) {
	selector := labels.SelectorFromSet(s.Spec.Selector)
	for _, pod := range c.pods {
		if pod.Namespace != s.Namespace || !selector.Matches(labels.Set(pod.Labels)) {
			continue
		}
		c.objects = append(c.objects, &discoveryv1.EndpointSlice{
			ObjectMeta: metav1.ObjectMeta{
				Name: s.Name + "-" + pod.Name, Namespace: s.Namespace, Labels: map[string]string{discoveryv1.LabelServiceName: s.Name},
			},
			AddressType: discoveryv1.AddressTypeIPv4,
			Endpoints: []discoveryv1.Endpoint{{
				Addresses: []string{pod.Status.PodIP}, Conditions: discoveryv1.EndpointConditions{Ready: ptr.Of(true)},
				TargetRef: &corev1.ObjectReference{Kind: "Pod", Name: pod.Name, Namespace: pod.Namespace},
			}},
			Ports: endpointPorts(s, pod),
		})
	}
}

func endpointPorts(s *corev1.Service, pod *corev1.Pod) (ports []discoveryv1.EndpointPort) {
	named := map[string]int32{}
	for _, c := range pod.Spec.Containers {
		for _, p := range c.Ports {
			named[p.Name] = p.ContainerPort
		}
	}
	for _, p := range s.Spec.Ports {
		n := p.TargetPort.IntVal
		if n == 0 {
			n = named[p.TargetPort.StrVal]
		}
		if n != 0 { // a name the pod does not have leads nowhere
			ports = append(ports, discoveryv1.EndpointPort{Name: ptr.Of(p.Name), Port: ptr.Of(n), Protocol: ptr.Of(p.Protocol)})
		}
	}
	return ports
}

func (c *settled) mirror(e *corev1.Endpoints) {
	for i, subset := range e.Subsets {
		slice := &discoveryv1.EndpointSlice{
			ObjectMeta: metav1.ObjectMeta{
				Name: fmt.Sprintf("%s-mirror-%d", e.Name, i), Namespace: e.Namespace,
				Labels: map[string]string{discoveryv1.LabelServiceName: e.Name, discoveryv1.LabelManagedBy: madeByMirror},
			},
			AddressType: discoveryv1.AddressTypeIPv4,
		}
		for _, p := range subset.Ports {
			port := discoveryv1.EndpointPort{Name: ptr.Of(p.Name), Port: ptr.Of(p.Port), Protocol: ptr.Of(ptr.NonEmptyOrDefault(p.Protocol, corev1.ProtocolTCP))}
			slice.Ports = append(slice.Ports, port)
		}
		add := func(addresses []corev1.EndpointAddress, ready bool) {
			for _, a := range addresses {
				slice.Endpoints = append(slice.Endpoints, discoveryv1.Endpoint{
					Addresses: []string{a.IP}, Conditions: discoveryv1.EndpointConditions{Ready: ptr.Of(ready)}, TargetRef: a.TargetRef,
				})
			}
		}
		add(subset.Addresses, true)
		add(subset.NotReadyAddresses, false)
		c.objects = append(c.objects, slice)
	}
}
