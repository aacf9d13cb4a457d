package main

import (
	bootstrapv3 "github.com/envoyproxy/go-control-plane/envoy/config/bootstrap/v3"
	cluster "github.com/envoyproxy/go-control-plane/envoy/config/cluster/v3"
	core "github.com/envoyproxy/go-control-plane/envoy/config/core/v3"
	listener "github.com/envoyproxy/go-control-plane/envoy/config/listener/v3"
	proxyproto "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/listener/proxy_protocol/v3"
	tls "github.com/envoyproxy/go-control-plane/envoy/extensions/transport_sockets/tls/v3"
)

// bootstrap is a static configuration for stock Envoy with istiod's listeners in it.
//
// Three things stand in for what a cluster has. The PROXY protocol replaces iptables: the client writes the destination
// it wants, and its own address, in front of its bytes, so that every match on a destination port works unmodified.
// Static secrets replace the certificates that istiod hands out. And nothing is forwarded: Envoy answers itself.
type bootstrap struct{ *bootstrapv3.Bootstrap }

// blackHole is istiod's name for the cluster that swallows what may not leave.
const blackHole = "BlackHoleCluster"

const rootCA = "ROOTCA"

func newBootstrap(ca string) *bootstrap {
	return &bootstrap{&bootstrapv3.Bootstrap{
		Node: &core.Node{Id: "conformance", Cluster: "conformance"},
		StaticResources: &bootstrapv3.Bootstrap_StaticResources{
			Secrets: []*tls.Secret{{
				Name: rootCA,
				Type: &tls.Secret_ValidationContext{ValidationContext: &tls.CertificateValidationContext{TrustedCa: file(ca)}},
			}},
			Clusters: []*cluster.Cluster{{Name: blackHole, ClusterDiscoveryType: &cluster.Cluster_Type{Type: cluster.Cluster_STATIC}}},
		},
	}}
}

// secret is the workload's own certificate. All inbound listeners share one Envoy, so it goes by the workload's name
// instead of istiod's `default`.
func (b *bootstrap) secret(workload, certificate string) {
	b.StaticResources.Secrets = append(b.StaticResources.Secrets, &tls.Secret{
		Name: workload,
		Type: &tls.Secret_TlsCertificate{TlsCertificate: &tls.TlsCertificate{
			CertificateChain: file(certificate + ".pem"), PrivateKey: file(certificate + ".key"),
		}},
	})
}

func (b *bootstrap) listen(l *listener.Listener) {
	b.StaticResources.Listeners = append(b.StaticResources.Listeners, l)
}

func (b *bootstrap) write(path string) error {
	j, err := toJSON(b)
	if err != nil {
		return err
	}
	return writeFile(path, j)
}

func proxyProtocol() *listener.ListenerFilter {
	return listenerFilter("envoy.filters.listener.proxy_protocol", &proxyproto.ProxyProtocol{})
}
