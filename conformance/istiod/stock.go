package main

import (
	"fmt"
	"slices"
	"strings"

	udpa "github.com/cncf/xds/go/udpa/type/v1"
	accesslog "github.com/envoyproxy/go-control-plane/envoy/config/accesslog/v3"
	core "github.com/envoyproxy/go-control-plane/envoy/config/core/v3"
	listener "github.com/envoyproxy/go-control-plane/envoy/config/listener/v3"
	rbac "github.com/envoyproxy/go-control-plane/envoy/config/rbac/v3"
	route "github.com/envoyproxy/go-control-plane/envoy/config/route/v3"
	rbachttp "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/http/rbac/v3"
	state "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/http/set_filter_state/v3"
	hcm "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/network/http_connection_manager/v3"
	rbacnet "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/network/rbac/v3"
	tcp "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/network/tcp_proxy/v3"
	tls "github.com/envoyproxy/go-control-plane/envoy/extensions/transport_sockets/tls/v3"

	"istio.io/istio/pilot/pkg/util/protoconv"
)

// stock rewrites filter chains so that stock Envoy runs them and answers by itself.
type stock struct {
	secret string
	http   func(*hcm.HttpConnectionManager)
	tcp    func(*tcp.TcpProxy) *listener.Filter
	// keepsAddresses: conditions on addresses stay as istiod wrote them.
	keepsAddresses bool
}

// rewrite fails on a filter it does not know: one that was dropped could be the one that decides.
func (s stock) rewrite(fc *listener.FilterChain) error {
	if err := s.staticSecrets(fc); err != nil {
		return err
	}
	for i, f := range fc.Filters {
		switch a := f.GetTypedConfig(); {
		case is(a, "HttpConnectionManager"):
			h := &hcm.HttpConnectionManager{}
			if err := a.UnmarshalTo(h); err != nil {
				return err
			}
			if err := s.connectionManager(fc.Name, h); err != nil {
				return err
			}
			fc.Filters[i] = networkFilter(f.Name, h)
		case is(a, "TcpProxy"):
			t := &tcp.TcpProxy{}
			if err := a.UnmarshalTo(t); err != nil {
				return err
			}
			t.AccessLog = nil
			fc.Filters[i] = s.tcp(t)
		case is(a, "RBAC"):
			r := &rbacnet.RBAC{}
			if err := a.UnmarshalTo(r); err != nil {
				return err
			}
			s.addresses(r.Rules, r.ShadowRules)
			fc.Filters[i] = networkFilter(f.Name, r)
		case is(a, "network.set_filter_state.v3.Config"): // the tunnel's destination, for chains that go on from there
		default:
			return fmt.Errorf("filter %s of chain %s is of the unknown type %s", f.Name, fc.Name, a.GetTypeUrl())
		}
	}
	return nil
}

// known are the HTTP filters of istiod, besides RBAC, that stock Envoy has.
var known = []string{"grpc_stats.v3.FilterConfig", "fault.v3.HTTPFault", "cors.v3.Cors", "router.v3.Router", "jwt_authn.v3.JwtAuthentication"}

// isTelemetry finds the filter that a waypoint has for telemetry alone, and that only Istio's own Envoy build has.
func isTelemetry(f *hcm.HttpFilter) bool {
	t := &udpa.TypedStruct{}
	a := f.GetTypedConfig()
	return is(a, "TypedStruct") && a.UnmarshalTo(t) == nil && strings.HasSuffix(t.TypeUrl, "io.istio.http.peer_metadata.Config")
}

func (s stock) connectionManager(chain string, h *hcm.HttpConnectionManager) error {
	h.Tracing, h.RequestIdExtension = nil, nil
	h.AccessLog = slices.DeleteFunc(h.AccessLog, func(l *accesslog.AccessLog) bool { return !is(l.GetTypedConfig(), "FileAccessLog") })
	h.HttpFilters = slices.DeleteFunc(h.HttpFilters, isTelemetry)
	for _, f := range h.HttpFilters {
		a := f.GetTypedConfig()
		if is(a, "RBAC") {
			r := &rbachttp.RBAC{}
			if err := a.UnmarshalTo(r); err != nil {
				return err
			}
			s.addresses(r.Rules, r.ShadowRules)
			f.ConfigType = &hcm.HttpFilter_TypedConfig{TypedConfig: protoconv.MessageToAny(r)}
			continue
		}
		if is(a, "http.set_filter_state.v3.Config") {
			c := &state.Config{}
			if err := a.UnmarshalTo(c); err != nil {
				return err
			}
			for _, v := range c.OnRequestHeaders {
				v.FactoryKey = stockFactory(v.FactoryKey)
			}
			f.ConfigType = &hcm.HttpFilter_TypedConfig{TypedConfig: protoconv.MessageToAny(c)}
			continue
		}
		runs := false
		for _, suffix := range known {
			runs = runs || strings.HasSuffix(a.GetTypeUrl(), suffix)
		}
		if !runs {
			return fmt.Errorf("HTTP filter %s of chain %s is of the unknown type %s", f.Name, chain, a.GetTypeUrl())
		}
	}
	s.http(h)
	return nil
}

func (s stock) addresses(rules ...*rbac.RBAC) {
	for _, r := range rules {
		if !s.keepsAddresses {
			sourceIP(r)
		}
	}
}

// stockFactory renames the one factory that stock Envoy has under another name.
func stockFactory(key string) string {
	return strings.Replace(key, "istio.hashable_string", "envoy.hashable_string", 1)
}

func (s stock) staticSecrets(fc *listener.FilterChain) error {
	if fc.TransportSocket == nil {
		return nil
	}
	d := &tls.DownstreamTlsContext{}
	if err := fc.TransportSocket.GetTypedConfig().UnmarshalTo(d); err != nil {
		return err
	}
	for _, c := range d.CommonTlsContext.TlsCertificateSdsSecretConfigs {
		c.Name, c.SdsConfig = s.secret, nil
	}
	if c := d.CommonTlsContext.GetCombinedValidationContext(); c != nil {
		c.ValidationContextSdsSecretConfig.Name, c.ValidationContextSdsSecretConfig.SdsConfig = rootCA, nil
	}
	fc.TransportSocket.ConfigType = &core.TransportSocket_TypedConfig{TypedConfig: protoconv.MessageToAny(d)}
	return nil
}

// sourceIP makes source.ip conditions look at the address in the PROXY header. istiod emits direct_remote_ip, always the
// peer of the socket; source_ip is the connection's remote address, which the PROXY protocol sets and X-Forwarded-For
// does not.
func sourceIP(r *rbac.RBAC) {
	var walk func(p *rbac.Principal)
	walk = func(p *rbac.Principal) {
		for _, q := range p.GetAndIds().GetIds() {
			walk(q)
		}
		for _, q := range p.GetOrIds().GetIds() {
			walk(q)
		}
		if q := p.GetNotId(); q != nil {
			walk(q)
		}
		if c := p.GetDirectRemoteIp(); c != nil {
			p.Identifier = &rbac.Principal_SourceIp{SourceIp: c}
		}
	}
	for _, policy := range r.GetPolicies() {
		for _, p := range policy.Principals {
			walk(p)
		}
	}
}

// answer makes every route that would forward a request answer it instead. The header tells the path the backend would
// have seen, after normalization.
func answer(rc *route.RouteConfiguration, body func(cluster string) string) {
	forwarding(rc, func(r *route.Route, to string) {
		r.Action = &route.Route_DirectResponse{DirectResponse: &route.DirectResponseAction{Status: 200, Body: inline(body(to))}}
		r.ResponseHeadersToAdd = append(r.ResponseHeadersToAdd, &core.HeaderValueOption{
			Header: &core.HeaderValue{Key: "x-forwarded-path", Value: "%REQ(:PATH)%"},
		})
	})
}

// forwarding is for every route that forwards a request, with the clusters it has: `one`, or `one:90,other:10`.
func forwarding(rc *route.RouteConfiguration, each func(r *route.Route, to string)) {
	for _, vh := range rc.GetVirtualHosts() {
		for _, r := range vh.Routes {
			r.Decorator = nil
			a := r.GetRoute()
			if a == nil {
				continue
			}
			to := a.GetCluster()
			if weighted := a.GetWeightedClusters().GetClusters(); len(weighted) > 0 {
				names := make([]string, 0, len(weighted))
				for _, c := range weighted {
					names = append(names, fmt.Sprintf("%s:%d", c.Name, c.Weight.GetValue()))
				}
				to = strings.Join(names, ",")
			}
			each(r, to)
		}
	}
}
