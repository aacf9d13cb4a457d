package main

import (
	cluster "github.com/envoyproxy/go-control-plane/envoy/config/cluster/v3"
	core "github.com/envoyproxy/go-control-plane/envoy/config/core/v3"
	listener "github.com/envoyproxy/go-control-plane/envoy/config/listener/v3"
	internal "github.com/envoyproxy/go-control-plane/envoy/extensions/bootstrap/internal_listener/v3"
	echo "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/network/echo/v3"
	hcm "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/network/http_connection_manager/v3"
	tcp "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/network/tcp_proxy/v3"

	istiocore "istio.io/istio/pilot/pkg/networking/core"
	"istio.io/istio/pilot/pkg/util/protoconv"
)

func isHBONE(l *listener.Listener) bool {
	return l.Name == istiocore.ConnectTerminate || l.Name == istiocore.MainInternalName
}

// hbone keeps the two listeners of a waypoint, or of a sidecar that takes HBONE, as istiod made them: one ends the tunnel, and
// the other, inside Envoy, decides about what comes out of it. The answers are those of inbound.
func (b *bootstrap) hbone(workload string, ls []*listener.Listener, cs []*cluster.Cluster, path string) error {
	for _, l := range ls {
		if !isHBONE(l) {
			continue
		}
		l.AccessLog = nil
		ends := l.Name == istiocore.ConnectTerminate
		for _, fc := range l.FilterChains {
			s := stock{
				secret: workload,
				http: func(h *hcm.HttpConnectionManager) {
					if !ends {
						answer(h.GetRouteConfig(), func(string) string { return fc.Name })
					}
				},
				tcp: func(t *tcp.TcpProxy) *listener.Filter {
					if t.GetCluster() == blackHole {
						return networkFilter("envoy.filters.network.tcp_proxy", t)
					}
					return networkFilter("envoy.filters.network.echo", &echo.Echo{})
				},
				// Behind the tunnel nothing sees the client's address, in a cluster neither.
				keepsAddresses: true,
			}
			if err := s.rewrite(fc); err != nil {
				return err
			}
		}
		if ends {
			l.Address, l.AdditionalAddresses, l.ConnectionBalanceConfig = socket(path), nil, nil
			l.ListenerFilters = append([]*listener.ListenerFilter{proxyProtocol()}, l.ListenerFilters...)
		}
		b.listen(l)
	}
	for _, c := range cs {
		if c.Name == istiocore.MainInternalName {
			b.StaticResources.Clusters = append(b.StaticResources.Clusters, c)
		}
	}
	b.BootstrapExtensions = []*core.TypedExtensionConfig{{
		Name: "envoy.bootstrap.internal_listener", TypedConfig: protoconv.MessageToAny(&internal.InternalListener{}),
	}}
	return nil
}
