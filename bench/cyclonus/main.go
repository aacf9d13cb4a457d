// Asks the matcher of cyclonus about every ordered pair of pods: cyclonus-pairs MANIFESTS PODS.json
//
// Its matcher decides one connection at a time, so that this is what "who may call whom" costs with it. Prints what each step took and who may
// call whom, as indexes into the pods.
package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/mattfenwick/cyclonus/pkg/matcher"
	core "k8s.io/api/core/v1"
	networking "k8s.io/api/networking/v1"
	"sigs.k8s.io/yaml"
)

type pod struct {
	Namespace, Ip, PortName, Protocol string
	NamespaceLabels, Labels           map[string]string
	Port                              int
}

type result struct {
	Policies             int
	Load, Build, Decide  float64 // milliseconds of CPU
	Decisions, PeakBytes int64
	Allowed              [][2]int
}

func main() {
	start := cpu()
	policies := read(os.Args[1])
	loaded := cpu()
	policy := matcher.BuildNetworkPolicies(true, policies)
	built := cpu()

	var pods []pod
	text, err := os.ReadFile(os.Args[2])
	must(err)
	must(json.Unmarshal(text, &pods))
	peers := make([]*matcher.TrafficPeer, len(pods))
	for i, p := range pods {
		peers[i] = &matcher.TrafficPeer{IP: p.Ip, Internal: &matcher.InternalPeer{PodLabels: p.Labels, NamespaceLabels: p.NamespaceLabels, Namespace: p.Namespace}}
	}

	decide := cpu()
	allowed := [][2]int{}
	decisions := int64(0)
	for source, from := range peers {
		for destination, to := range peers {
			if source == destination {
				continue
			}
			decisions++
			p := pods[destination]
			traffic := &matcher.Traffic{Source: from, Destination: to, ResolvedPort: p.Port, ResolvedPortName: p.PortName, Protocol: core.Protocol(p.Protocol)}
			if policy.IsTrafficAllowed(traffic).IsAllowed() {
				allowed = append(allowed, [2]int{source, destination})
			}
		}
	}
	decided := cpu()

	var usage syscall.Rusage
	must(syscall.Getrusage(syscall.RUSAGE_SELF, &usage))
	must(json.NewEncoder(os.Stdout).Encode(result{
		Policies: len(policies), Load: ms(loaded - start), Build: ms(built - loaded), Decide: ms(decided - decide),
		Decisions: decisions, PeakBytes: usage.Maxrss * 1024, Allowed: allowed,
	}))
}

// Nothing but NetworkPolicies is parsed.
func read(directory string) []*networking.NetworkPolicy {
	files, err := filepath.Glob(filepath.Join(directory, "*.yaml"))
	must(err)
	policies := []*networking.NetworkPolicy{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		must(err)
		for _, document := range strings.Split(string(text), "\n---\n") {
			if !strings.Contains(document, "NetworkPolicy") {
				continue
			}
			policy := &networking.NetworkPolicy{}
			must(yaml.UnmarshalStrict([]byte(document), policy))
			policies = append(policies, policy)
		}
	}
	return policies
}

func cpu() time.Duration {
	var usage syscall.Rusage
	must(syscall.Getrusage(syscall.RUSAGE_SELF, &usage))
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

func must(err error) {
	if err != nil {
		panic(err)
	}
}
