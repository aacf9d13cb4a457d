package main

import (
	"time"

	listener "github.com/envoyproxy/go-control-plane/envoy/config/listener/v3"
	route "github.com/envoyproxy/go-control-plane/envoy/config/route/v3"
	hcm "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/network/http_connection_manager/v3"
	tcp "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/network/tcp_proxy/v3"
	"google.golang.org/protobuf/types/known/durationpb"
	"google.golang.org/protobuf/types/known/wrapperspb"
)

// gateway puts the listeners of one gateway into one, told apart by the port that a client names. What its routes would
// send on is answered with 200 and where it would have gone; a request that no route takes gets istiod's own 404.
func (b *bootstrap) gateway(workload string, ls []*listener.Listener, routes []*route.RouteConfiguration, path string) error {
	named := map[string]*route.RouteConfiguration{}
	for _, r := range routes {
		answer(r, func(cluster string) string { return cluster })
		named[r.Name] = r
	}
	in := &listener.Listener{
		Name: workload, Address: socket(path), ListenerFilters: []*listener.ListenerFilter{proxyProtocol()},
		ListenerFiltersTimeout: durationpb.New(2 * time.Second), ContinueOnListenerFiltersTimeout: true,
	}
	s := stock{
		secret: workload,
		http: func(h *hcm.HttpConnectionManager) {
			if r := h.GetRds(); r != nil {
				h.RouteSpecifier = &hcm.HttpConnectionManager_RouteConfig{RouteConfig: named[r.RouteConfigName]}
			}
		},
		tcp: func(t *tcp.TcpProxy) *listener.Filter { return networkFilter("envoy.filters.network.tcp_proxy", t) },
	}
	for _, l := range ls {
		// What has no port is for what the gateway itself sends on.
		if l.GetUdpListenerConfig() != nil || l.GetAddress().GetSocketAddress() == nil {
			continue
		}
		for _, fc := range l.FilterChains {
			if fc.FilterChainMatch == nil {
				fc.FilterChainMatch = &listener.FilterChainMatch{}
			}
			fc.FilterChainMatch.DestinationPort = wrapperspb.UInt32(l.Address.GetSocketAddress().GetPortValue())
			if err := s.rewrite(fc); err != nil {
				return err
			}
			in.FilterChains = append(in.FilterChains, fc)
		}
	}
	b.listen(in)
	return nil
}
