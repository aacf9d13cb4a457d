package main

import (
	"fmt"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"

	networkingapi "istio.io/api/networking/v1"
	networking "istio.io/client-go/pkg/apis/networking/v1"
	"istio.io/istio/pilot/pkg/networking/serviceentry"
	"istio.io/istio/pkg/config"
	kubelib "istio.io/istio/pkg/kube"
)

// addObject keeps an Istio object as a Kubernetes object as well: the ambient part of istiod watches those, in version v1.
func (l *loaded) addObject(u *unstructured.Unstructured, c *config.Config) {
	u.SetAPIVersion(u.GroupVersionKind().Group + "/v1")
	j, err := u.MarshalJSON()
	if err != nil {
		l.problem(c.Name, "error", err)
		return
	}
	o, _, err := kubelib.IstioCodec.UniversalDeserializer().Decode(j, nil, nil)
	if runtime.IsNotRegisteredError(err) {
		return // a kind without v1, EnvoyFilter
	}
	if err != nil {
		l.problem(c.Name, "error", err)
		return
	}
	meta := o.(metav1.Object)
	meta.SetNamespace(c.Namespace)
	meta.SetCreationTimestamp(metav1.NewTime(c.CreationTimestamp))
	if se, ok := o.(*networking.ServiceEntry); ok && serviceentry.ShouldV2AutoAllocateIP(se) {
		se.Status.Addresses = l.allocate(se.Spec.Hosts)
		c.Status = &networkingapi.ServiceEntryStatus{Addresses: se.Status.Addresses}
	}
	l.objects = append(l.objects, o)
}

// allocate gives every host an address, as istiod's controller does: without one no waypoint serves it.
// https://istio.io/latest/docs/ops/configuration/traffic-management/dns-proxy/#address-auto-allocation
func (l *loaded) allocate(hosts []string) (addresses []*networkingapi.ServiceEntryAddress) {
	for _, host := range hosts {
		if !strings.HasPrefix(host, "*") {
			l.allocated++
			addresses = append(addresses, &networkingapi.ServiceEntryAddress{Host: host, Value: nth("240.240.0.0", l.allocated)})
		}
	}
	return addresses
}

// entries are the hosts of ServiceEntries with the addresses that a client finds them by.
func (l *loaded) entries() (out []service) {
	for _, o := range l.objects {
		se, ok := o.(*networking.ServiceEntry)
		if !ok {
			continue
		}
		for _, a := range se.Status.Addresses {
			out = append(out, service{ID: fmt.Sprintf("%s/%s", se.Namespace, a.Host), ClusterIP: a.Value})
		}
		for _, host := range se.Spec.Hosts {
			for _, a := range se.Spec.Addresses {
				out = append(out, service{ID: fmt.Sprintf("%s/%s", se.Namespace, host), ClusterIP: a})
			}
		}
	}
	return out
}
