package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	core "github.com/envoyproxy/go-control-plane/envoy/config/core/v3"
	listener "github.com/envoyproxy/go-control-plane/envoy/config/listener/v3"
	route "github.com/envoyproxy/go-control-plane/envoy/config/route/v3"
	direct "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/network/direct_response/v3"
	hcm "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/network/http_connection_manager/v3"
	tcp "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/network/tcp_proxy/v3"
	"google.golang.org/protobuf/types/known/durationpb"
	"google.golang.org/protobuf/types/known/wrapperspb"
)

// outbound keeps a sidecar's outbound listeners as istiod made them: virtualOutbound hands a connection over to the
// listener of the destination it names. HTTP answers 200 and the cluster it would have gone to (or istiod's own 502), TCP
// and TLS answer `tcp:CLUSTER`, and what may not leave is closed.
func (b *bootstrap) outbound(workload string, ls []*listener.Listener, routes []*route.RouteConfiguration, path string) error {
	named := map[string]*route.RouteConfiguration{}
	own := func(cluster string) string { return cluster }
	for _, r := range routes {
		answer(r, own)
		named[r.Name] = r
	}
	s := stock{
		secret: workload,
		http: func(h *hcm.HttpConnectionManager) {
			if r := h.GetRds(); r != nil {
				h.RouteSpecifier = &hcm.HttpConnectionManager_RouteConfig{RouteConfig: named[r.RouteConfigName]}
			} else {
				answer(h.GetRouteConfig(), own)
			}
		},
		tcp: func(t *tcp.TcpProxy) *listener.Filter {
			to := clusterOf(t)
			if to == blackHole {
				return networkFilter("envoy.filters.network.tcp_proxy", t)
			}
			return networkFilter("envoy.filters.network.direct_response", &direct.Config{Response: inline("tcp:" + to + "\n")})
		},
	}
	for _, l := range ls {
		if l.TrafficDirection != core.TrafficDirection_OUTBOUND || l.GetUdpListenerConfig() != nil {
			continue
		}
		l.AccessLog = nil
		chains := slices.Clone(l.FilterChains)
		if l.DefaultFilterChain != nil {
			chains = append(chains, l.DefaultFilterChain)
		}
		for _, fc := range chains {
			if err := s.rewrite(fc); err != nil {
				return err
			}
		}
		if l.Name == "virtualOutbound" {
			l.Address, l.AdditionalAddresses = socket(path), nil
			l.ListenerFilters = []*listener.ListenerFilter{proxyProtocol()}
			l.UseOriginalDst = wrapperspb.Bool(true)
		} else {
			l.BindToPort = wrapperspb.Bool(false)
		}
		l.ListenerFiltersTimeout, l.ContinueOnListenerFiltersTimeout = durationpb.New(2*time.Second), true
		b.listen(l)
	}
	return nil
}

func clusterOf(t *tcp.TcpProxy) string {
	weighted := t.GetWeightedClusters().GetClusters()
	if len(weighted) == 0 {
		return t.GetCluster()
	}
	names := make([]string, 0, len(weighted))
	for _, c := range weighted {
		names = append(names, fmt.Sprintf("%s:%d", c.Name, c.Weight))
	}
	return strings.Join(names, ",")
}
