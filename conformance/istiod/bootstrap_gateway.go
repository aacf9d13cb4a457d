package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	cluster "github.com/envoyproxy/go-control-plane/envoy/config/cluster/v3"
	core "github.com/envoyproxy/go-control-plane/envoy/config/core/v3"
	endpoint "github.com/envoyproxy/go-control-plane/envoy/config/endpoint/v3"
	listener "github.com/envoyproxy/go-control-plane/envoy/config/listener/v3"
	route "github.com/envoyproxy/go-control-plane/envoy/config/route/v3"
	router "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/http/router/v3"
	hcm "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/network/http_connection_manager/v3"
	tcp "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/network/tcp_proxy/v3"
	"google.golang.org/protobuf/types/known/durationpb"
	"google.golang.org/protobuf/types/known/wrapperspb"

	"istio.io/istio/pilot/pkg/util/protoconv"
)

// gateway puts the listeners of one gateway into one, told apart by the port that a client names. Its routes are as istiod made them, so that
// what is sent on is what a backend would get.
func (b *bootstrap) gateway(workload string, ls []*listener.Listener, routes []*route.RouteConfiguration, path string) error {
	byName := map[string]*route.RouteConfiguration{}
	for _, r := range routes {
		r.ValidateClusters = wrapperspb.Bool(false)
		tell(r)
		byName[r.Name] = r
	}
	in := &listener.Listener{
		Name: workload, Address: socket(path), ListenerFilters: []*listener.ListenerFilter{proxyProtocol()},
		ListenerFiltersTimeout: durationpb.New(2 * time.Second), ContinueOnListenerFiltersTimeout: true,
	}
	s := stock{
		secret: workload,
		http: func(h *hcm.HttpConnectionManager) {
			if r := h.GetRds(); r != nil {
				h.RouteSpecifier = &hcm.HttpConnectionManager_RouteConfig{RouteConfig: byName[r.RouteConfigName]}
			}
		},
		tcp: func(t *tcp.TcpProxy) *listener.Filter {
			to := clusterOf(t)
			if to == blackHole {
				return networkFilter("envoy.filters.network.tcp_proxy", t)
			}
			return named(to)
		},
	}
	for _, l := range ls {
		// What has no port is for what the gateway itself sends on.
		if l.GetUdpListenerConfig() != nil || l.GetAddress().GetSocketAddress() == nil {
			continue
		}
		for _, f := range l.ListenerFilters {
			isKnown := func(other *listener.ListenerFilter) bool { return other.Name == f.Name }
			if strings.HasSuffix(f.Name, "_inspector") && !slices.ContainsFunc(in.ListenerFilters, isKnown) {
				in.ListenerFilters = append(in.ListenerFilters, f)
			}
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

// named answers whatever comes by a connection with `tcp:CLUSTER`, as the body of an HTTP error. Unlike an answer to the connection itself that
// one waits for bytes, and on those the policies decide.
func named(clusters string) *listener.Filter {
	return networkFilter("envoy.filters.network.http_connection_manager", &hcm.HttpConnectionManager{
		StatPrefix: "named", CodecType: hcm.HttpConnectionManager_HTTP1,
		RouteSpecifier: &hcm.HttpConnectionManager_RouteConfig{RouteConfig: &route.RouteConfiguration{}},
		HttpFilters:    []*hcm.HttpFilter{routing()},
		LocalReplyConfig: &hcm.LocalReplyConfig{BodyFormat: &core.SubstitutionFormatString{
			Format: &core.SubstitutionFormatString_TextFormatSource{TextFormatSource: inline("tcp:" + clusters + "\n")},
		}},
	})
}

func routing() *hcm.HttpFilter {
	return &hcm.HttpFilter{
		Name: "envoy.filters.http.router", ConfigType: &hcm.HttpFilter_TypedConfig{TypedConfig: protoconv.MessageToAny(&router.Router{})},
	}
}

// tell has every route say in a header of the answer which clusters it has.
func tell(rc *route.RouteConfiguration) {
	forwarding(rc, func(r *route.Route, to string) {
		r.ResponseHeadersToAdd = append(r.ResponseHeadersToAdd, header("x-clusters", to))
	})
}

// upstream is what stands behind every cluster: it answers 200 with the path, the host and some headers of what it gets.
func (b *bootstrap) upstream(clusters []*cluster.Cluster, headers []string, path string) {
	known := map[string]bool{}
	for _, c := range b.StaticResources.Clusters {
		known[c.Name] = true
	}
	added := false
	for _, c := range clusters {
		if known[c.Name] {
			continue
		}
		added = true
		b.StaticResources.Clusters = append(b.StaticResources.Clusters, &cluster.Cluster{
			Name: c.Name, ClusterDiscoveryType: &cluster.Cluster_Type{Type: cluster.Cluster_STATIC},
			LoadAssignment: &endpoint.ClusterLoadAssignment{ClusterName: c.Name, Endpoints: []*endpoint.LocalityLbEndpoints{{
				LbEndpoints: []*endpoint.LbEndpoint{{HostIdentifier: &endpoint.LbEndpoint_Endpoint{Endpoint: &endpoint.Endpoint{Address: socket(path)}}}},
			}}},
		})
	}
	listens := slices.ContainsFunc(b.StaticResources.Listeners, func(l *listener.Listener) bool { return l.Name == "upstream" })
	if !added || listens {
		return
	}
	seen := []*core.HeaderValueOption{header("x-forwarded-path", "%REQ(:PATH)%"), header("x-forwarded-host", "%REQ(:AUTHORITY)%")}
	for _, name := range headers {
		seen = append(seen, header("x-seen-"+name, fmt.Sprintf("%%REQ(%s)%%", name)))
	}
	b.listen(&listener.Listener{
		Name: "upstream", Address: socket(path),
		FilterChains: []*listener.FilterChain{{Filters: []*listener.Filter{networkFilter("envoy.filters.network.http_connection_manager", &hcm.HttpConnectionManager{
			StatPrefix: "upstream",
			RouteSpecifier: &hcm.HttpConnectionManager_RouteConfig{RouteConfig: &route.RouteConfiguration{
				ResponseHeadersToAdd: seen,
				VirtualHosts: []*route.VirtualHost{{Name: "all", Domains: []string{"*"}, Routes: []*route.Route{{
					Match:  &route.RouteMatch{PathSpecifier: &route.RouteMatch_Prefix{Prefix: ""}},
					Action: &route.Route_DirectResponse{DirectResponse: &route.DirectResponseAction{Status: 200}},
				}}}},
			}},
			HttpFilters: []*hcm.HttpFilter{routing()},
		})}}},
	})
}

func header(name, value string) *core.HeaderValueOption {
	return &core.HeaderValueOption{
		Header: &core.HeaderValue{Key: name, Value: value}, AppendAction: core.HeaderValueOption_OVERWRITE_IF_EXISTS_OR_ADD,
	}
}
