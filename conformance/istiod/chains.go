package main

import (
	"encoding/json"

	core "github.com/envoyproxy/go-control-plane/envoy/config/core/v3"
	listener "github.com/envoyproxy/go-control-plane/envoy/config/listener/v3"
	hcm "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/network/http_connection_manager/v3"
	"google.golang.org/protobuf/types/known/anypb"
)

// chain is one filter chain of the inbound listeners, or of those for HBONE, for explaining an unexpected answer.
type chain struct {
	Name  string            `json:"name"`
	Kind  string            `json:"kind"` // http | tcp
	TLS   bool              `json:"tls"`
	Match json.RawMessage   `json:"match,omitempty"`
	RBAC  []json.RawMessage `json:"rbac,omitempty"` // in evaluation order
}

func chains(ls []*listener.Listener, hbone bool) (out []chain) {
	for _, l := range ls {
		if isHBONE(l) != hbone || (l.TrafficDirection != core.TrafficDirection_INBOUND && !hbone) {
			continue
		}
		for _, fc := range l.FilterChains {
			c := chain{Name: fc.Name, TLS: fc.TransportSocket != nil, Kind: "tcp"}
			if fc.FilterChainMatch != nil {
				c.Match, _ = toJSON(fc.FilterChainMatch)
			}
			for _, f := range fc.Filters {
				switch a := f.GetTypedConfig(); {
				case is(a, "RBAC"):
					c.rbac(f)
				case is(a, "HttpConnectionManager"):
					c.Kind = "http"
					h := &hcm.HttpConnectionManager{}
					if a.UnmarshalTo(h) == nil {
						for _, hf := range h.HttpFilters {
							if is(hf.GetTypedConfig(), "RBAC") {
								c.rbac(hf)
							}
						}
					}
				}
			}
			out = append(out, c)
		}
	}
	return out
}

func (c *chain) rbac(f interface{ GetTypedConfig() *anypb.Any }) {
	if j, err := toJSON(f.GetTypedConfig()); err == nil {
		c.RBAC = append(c.RBAC, j)
	}
}
