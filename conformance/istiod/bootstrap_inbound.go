package main

import (
	"strings"
	"time"

	core "github.com/envoyproxy/go-control-plane/envoy/config/core/v3"
	listener "github.com/envoyproxy/go-control-plane/envoy/config/listener/v3"
	echo "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/network/echo/v3"
	hcm "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/network/http_connection_manager/v3"
	tcp "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/network/tcp_proxy/v3"
	"google.golang.org/protobuf/types/known/durationpb"
	"google.golang.org/protobuf/types/known/wrapperspb"
)

// inbound puts all inbound filter chains of one sidecar into one listener. What was let in is answered with 200 and the
// chain's name over HTTP, and with its own bytes on a connection: RBAC decides on the first bytes, so an answer that did
// not wait for any would come from everyone.
func (b *bootstrap) inbound(workload string, ls []*listener.Listener, path string) error {
	in := &listener.Listener{
		Name: workload, Address: socket(path), TrafficDirection: core.TrafficDirection_INBOUND,
		ListenerFilters:        []*listener.ListenerFilter{proxyProtocol()},
		ListenerFiltersTimeout: durationpb.New(2 * time.Second), ContinueOnListenerFiltersTimeout: true,
	}
	for _, l := range ls {
		if l.TrafficDirection != core.TrafficDirection_INBOUND || isHBONE(l) {
			continue
		}
		if l.Name == "virtualInbound" {
			for _, f := range l.ListenerFilters {
				if strings.HasSuffix(f.Name, "_inspector") {
					in.ListenerFilters = append(in.ListenerFilters, f)
				}
			}
		}
		for _, fc := range l.FilterChains {
			if l.Name != "virtualInbound" { // a port that Sidecar.ingress binds itself
				if fc.FilterChainMatch == nil {
					fc.FilterChainMatch = &listener.FilterChainMatch{}
				}
				fc.FilterChainMatch.DestinationPort = wrapperspb.UInt32(l.Address.GetSocketAddress().GetPortValue())
			}
			s := stock{
				secret: workload,
				http:   func(h *hcm.HttpConnectionManager) { answer(h.GetRouteConfig(), func(string) string { return fc.Name }) },
				tcp: func(t *tcp.TcpProxy) *listener.Filter {
					if t.GetCluster() == blackHole {
						return networkFilter("envoy.filters.network.tcp_proxy", t)
					}
					return networkFilter("envoy.filters.network.echo", &echo.Echo{})
				},
			}
			if err := s.rewrite(fc); err != nil {
				return err
			}
			in.FilterChains = append(in.FilterChains, fc)
		}
	}
	b.listen(in)
	return nil
}
