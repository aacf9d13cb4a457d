package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"google.golang.org/protobuf/proto"
	corev1 "k8s.io/api/core/v1"

	"istio.io/api/label"
	meshconfig "istio.io/api/mesh/v1alpha1"
	"istio.io/istio/pilot/pkg/features"
	"istio.io/istio/pilot/pkg/model"
	"istio.io/istio/pilot/test/xds"
	"istio.io/istio/pkg/config/constants"
	"istio.io/istio/pkg/config/mesh"
	"istio.io/istio/pkg/test"
)

// version is what proxies say they run; istiod translates for it.
const version = "1.31.0"

func translate(q request, schema *schemas) (a response, err error) {
	m := mesh.DefaultMeshConfig()
	if q.Mesh != "" {
		if m, err = mesh.ApplyMeshConfig(q.Mesh, m); err != nil {
			return a, err
		}
	}
	m.IngressControllerMode = meshconfig.MeshConfig_OFF
	l := load(q.Manifests, schema)
	c, err := complete(l.objects, l.templates, q.Sidecars)
	if err != nil {
		return a, err
	}
	a.Problems = l.problems
	for _, s := range c.services {
		a.Services = append(a.Services, service{ID: s.Namespace + "/" + s.Name, ClusterIP: s.Spec.ClusterIP})
	}
	a.Services = append(a.Services, l.entries()...)
	if !q.proxies() {
		if q.Ztunnel {
			failed := test.Wrap(func(t test.Failer) { a.Ztunnel, err = viewOf(newIndex(t, c.objects, m)) })
			err = errors.Join(err, failed)
		}
		return a, err
	}
	if a.CA, a.Certificates, err = mint(q, c.pods, m.TrustDomain); err != nil {
		return a, err
	}
	inbound := newBootstrap(a.CA)
	failed := test.Wrap(func(t test.Failer) {
		s := xds.NewFakeDiscoveryServer(t, xds.FakeOptions{KubernetesObjects: c.objects, Configs: l.configs, MeshConfig: m})
		for i, p := range c.pods {
			w := workload{ID: p.Namespace + "/" + p.Name, ServiceAccount: p.Spec.ServiceAccountName, IP: p.Status.PodIP}
			socket := func(side string) string { return filepath.Join(q.Dir, fmt.Sprintf("%s-%d.sock", side, i)) }
			certificate := a.Certificates[identity(m.TrustDomain, p)]
			if slices.Contains(q.Inbound, w.ID) {
				ls := s.Listeners(s.SetupProxy(proxyFor(p)))
				w.InboundSocket, w.Chains = socket("in"), chains(ls, false)
				inbound.secret(w.ID, certificate)
				if err = inbound.inbound(w.ID, ls, w.InboundSocket); err != nil {
					return
				}
			}
			if slices.Contains(q.Gateways, w.ID) {
				router := proxyFor(p)
				router.Type = model.Router
				router = s.SetupProxy(router)
				w.InboundSocket = socket("gw")
				inbound.secret(w.ID, certificate)
				inbound.upstream(s.Clusters(router), q.Headers, filepath.Join(q.Dir, "up.sock"))
				if err = inbound.gateway(w.ID, s.Listeners(router), s.Routes(router), w.InboundSocket); err != nil {
					return
				}
			}
			if slices.Contains(q.Outbound, w.ID) {
				proxy := s.SetupProxy(proxyFor(p))
				w.OutboundSocket, w.OutboundRun = socket("out"), filepath.Join(q.Dir, fmt.Sprintf("out-%d.json", i))
				b := newBootstrap(a.CA)
				b.secret(w.ID, certificate)
				if err = b.outbound(w.ID, s.Listeners(proxy), s.Routes(proxy), w.OutboundSocket); err != nil {
					return
				}
				if err = b.write(w.OutboundRun); err != nil {
					return
				}
			}
			if slices.Contains(q.HBONE, w.ID) {
				proxy := s.SetupProxy(proxyFor(p))
				ls := s.Listeners(proxy)
				w.HBONESocket, w.HBONERun, w.Chains = socket("hbone"), filepath.Join(q.Dir, fmt.Sprintf("hbone-%d.json", i)), chains(ls, true)
				b := newBootstrap(a.CA)
				b.secret(w.ID, certificate)
				if err = b.hbone(w.ID, ls, s.Clusters(proxy), w.HBONESocket); err != nil {
					return
				}
				if err = b.write(w.HBONERun); err != nil {
					return
				}
			}
			if slices.Contains(q.Measure, w.ID) {
				w.Bytes = weigh(s, s.SetupProxy(proxyFor(p)))
			}
			a.Workloads = append(a.Workloads, w)
		}
		if q.Ztunnel {
			a.Ztunnel, err = viewOf(s.AmbientIndex)
		}
	})
	if err == nil {
		err = failed
	}
	if err == nil && len(q.Inbound)+len(q.Gateways) > 0 {
		a.InboundRun = filepath.Join(q.Dir, "in.json")
		err = inbound.write(a.InboundRun)
	}
	return a, err
}

// proxyFor is the sidecar that injection would have put into the pod, or the waypoint that the pod is.
func proxyFor(p *corev1.Pod) *model.Proxy {
	kind := model.SidecarProxy
	if p.Labels[label.GatewayManaged.Name] == constants.ManagedGatewayMeshControllerLabel {
		kind = model.Waypoint
	}
	return &model.Proxy{
		Type: kind, ID: p.Name + "." + p.Namespace, ConfigNamespace: p.Namespace,
		DNSDomain: p.Namespace + ".svc.cluster.local", IPAddresses: []string{p.Status.PodIP}, Labels: p.Labels,
		Metadata: &model.NodeMetadata{
			Namespace: p.Namespace, Labels: p.Labels, ServiceAccount: p.Spec.ServiceAccountName,
			ClusterID: constants.DefaultClusterName, IstioVersion: version,
			// The ambient profile has it for every proxy.
			EnableHBONE: model.StringBool(features.EnableAmbient),
		},
		IstioVersion: model.ParseIstioVersion(version),
	}
}

// weigh tells how many bytes istiod would push to one proxy, by kind of configuration.
func weigh(s *xds.FakeDiscoveryServer, proxy *model.Proxy) map[string]int {
	bytes := map[string]int{}
	bytes["listeners"] = size(s.Listeners(proxy))
	bytes["clusters"] = size(s.Clusters(proxy))
	bytes["routes"] = size(s.Routes(proxy))
	bytes["endpoints"] = size(s.Endpoints(proxy))
	return bytes
}

func size[T proto.Message](ms []T) (n int) {
	for _, m := range ms {
		n += proto.Size(m)
	}
	return n
}

func writeFile(path string, data []byte) error {
	return os.WriteFile(path, data, 0o600)
}
