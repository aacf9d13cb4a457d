// istiod translates Kubernetes and Istio manifests exactly as Istio's control plane does, by running istiod's own
// code in this process, and writes the result as bootstraps that stock Envoy accepts.
//
// With PILOT_ENABLE_AMBIENT=true it is istiod of a mesh with an ambient data plane, too: Istio reads that once, at start.
//
// It reads JSON requests on standard input and answers each with one line of JSON on file descriptor 3: Istio's
// packages print to standard output while they start.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	crdval "istio.io/istio/pkg/config/crd"
	"istio.io/istio/pkg/config/schema/gatewayapi"
	"istio.io/istio/pkg/log"

	"istio.io/istio/pilot/pkg/features"
)

// manifest is one YAML stream; its name is what problems are reported under.
type manifest struct {
	Name string `json:"name"`
	Text string `json:"text"`
}

type request struct {
	Manifests []manifest `json:"manifests"`
	// Mesh is MeshConfig YAML, laid over Istio's defaults.
	Mesh string `json:"mesh"`
	// Dir receives certificates, bootstraps and sockets.
	Dir string `json:"dir"`
	// Identities get a client certificate each, `cluster.local/ns/shop/sa/frontend`.
	Identities []string `json:"identities"`
	// Inbound names the workloads (`shop/backend`) whose inbound listeners go into one bootstrap, Outbound those that
	// get an outbound bootstrap of their own, Measure those whose whole configuration is weighed.
	Inbound  []string `json:"inbound"`
	Outbound []string `json:"outbound"`
	Measure  []string `json:"measure"`
	// Gateways names those whose listeners go into the bootstrap of Inbound, too. What they send on comes back with these headers of it.
	Gateways []string `json:"gateways"`
	Headers  []string `json:"headers"`
	// HBONE names the waypoints and sidecars whose listeners for HBONE get a bootstrap of their own.
	HBONE []string `json:"hbone"`
	// Sidecars names the workloads that injection would give a proxy. Only a mesh with an ambient data plane needs to be
	// told: istio-cni leaves them alone.
	Sidecars []string `json:"sidecars"`
	// Ztunnel asks for everything that ztunnel would be told.
	Ztunnel bool `json:"ztunnel"`
}

// problem is something istiod has against an object. error: the object is not applied, which may leave a workload open.
type problem struct {
	Object string `json:"object"`
	Level  string `json:"level"` // error | warning | ignored
	Text   string `json:"text"`
}

type workload struct {
	ID             string         `json:"id"`
	ServiceAccount string         `json:"serviceAccount"`
	IP             string         `json:"ip"`
	Chains         []chain        `json:"chains,omitempty"`
	InboundSocket  string         `json:"inboundSocket,omitempty"`
	OutboundSocket string         `json:"outboundSocket,omitempty"`
	OutboundRun    string         `json:"outboundBootstrap,omitempty"`
	HBONESocket    string         `json:"hboneSocket,omitempty"`
	HBONERun       string         `json:"hboneBootstrap,omitempty"`
	Bytes          map[string]int `json:"bytes,omitempty"`
}

// service is a Service, or a host of a ServiceEntry that has an address.
type service struct {
	ID        string `json:"id"`
	ClusterIP string `json:"clusterIP"`
}

type response struct {
	Error        string            `json:"error,omitempty"`
	Problems     []problem         `json:"problems"`
	Workloads    []workload        `json:"workloads"`
	Services     []service         `json:"services"`
	Ztunnel      *ztunnelView      `json:"ztunnel,omitempty"`
	InboundRun   string            `json:"inboundBootstrap,omitempty"`
	CA           string            `json:"ca"`
	Certificates map[string]string `json:"certificates"` // identity → path without `.pem` and `.key`
}

func main() {
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "usage: istiod CRDS.yaml... < requests 3> answers")
		os.Exit(2)
	}
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "istiod:", err)
		os.Exit(2)
	}
}

func run(crds []string) error {
	// Filters that only Istio's own Envoy build has. Neither takes part in a decision.
	features.MetadataExchange, features.ALPNFilter = false, false
	// The CRDs that the fake API server shows do not say which bundle they are of, and istiod would leave their kinds alone.
	clear(gatewayapi.MinimumCRDVersions)
	quiet := log.DefaultOptions()
	quiet.OutputPaths = []string{"stderr"}
	quiet.SetDefaultOutputLevel(log.OverrideScopeName, log.NoneLevel)
	if err := log.Configure(quiet); err != nil {
		return err
	}
	validator, err := crdval.NewValidatorFromFilesWithOptions(crds, crdval.WithoutCRDValidation())
	if err != nil {
		return err
	}
	filled, err := readDefaults(crds)
	if err != nil {
		return err
	}
	schema := &schemas{validator, filled}
	in, out := json.NewDecoder(os.Stdin), json.NewEncoder(os.NewFile(3, "answers"))
	// In the order of the requests, however long each of them takes.
	answers, failed := make(chan chan response, atOnce), make(chan error, 1)
	go func() {
		defer close(failed)
		for a := range answers {
			if err := out.Encode(<-a); err != nil {
				failed <- err
				return
			}
		}
	}()
	for {
		var q request
		if err := in.Decode(&q); errors.Is(err, io.EOF) {
			close(answers)
			return <-failed
		} else if err != nil {
			return err
		}
		a := make(chan response, 1)
		select {
		case answers <- a:
		case err := <-failed:
			return err
		}
		answer := func() {
			r, err := translate(q, schema)
			if err != nil {
				r = response{Error: err.Error()}
			}
			a <- r
		}
		if q.proxies() {
			answer()
		} else {
			go answer()
		}
	}
}

// schemas are those of the CRDs: what the API server refuses, and what it fills in.
type schemas struct {
	*crdval.Validator
	defaults
}

// atOnce bounds the translations that run at the same time; those for a proxy run alone.
const atOnce = 4

// proxies tells whether the configuration of a proxy is asked for.
func (q request) proxies() bool {
	return len(q.Inbound)+len(q.Gateways)+len(q.Outbound)+len(q.Measure)+len(q.HBONE) > 0
}
