package main

import (
	"encoding/json"
	"slices"
	"strings"

	"google.golang.org/protobuf/proto"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/kubernetes/fake"
	"k8s.io/client-go/kubernetes/scheme"

	meshconfig "istio.io/api/mesh/v1alpha1"
	"istio.io/istio/pilot/pkg/features"
	"istio.io/istio/pilot/pkg/model"
	"istio.io/istio/pilot/pkg/serviceregistry/ambient"
	"istio.io/istio/pkg/activenotifier"
	"istio.io/istio/pkg/config/constants"
	"istio.io/istio/pkg/config/mesh/meshwatcher"
	"istio.io/istio/pkg/config/schema/gvr"
	kubelib "istio.io/istio/pkg/kube"
	"istio.io/istio/pkg/kube/kclient/clienttest"
	"istio.io/istio/pkg/kube/krt"
	"istio.io/istio/pkg/kube/multicluster"
	"istio.io/istio/pkg/test"
)

// ztunnelView is what istiod sends to every ztunnel, as it is: istio.security.Authorization, istio.workload.Workload and
// istio.workload.Service in the JSON of protocol buffers.
type ztunnelView struct {
	Policies  []json.RawMessage `json:"policies"`
	Workloads []json.RawMessage `json:"workloads"`
	Services  []json.RawMessage `json:"services"`
}

func viewOf(index ambient.Index) (*ztunnelView, error) {
	var policies, workloads, services []proto.Message
	for _, p := range index.Policies(nil) {
		policies = append(policies, p.Authorization)
	}
	for _, a := range index.All() {
		if w := a.GetWorkload(); w != nil {
			workloads = append(workloads, w)
		} else {
			services = append(services, a.GetService())
		}
	}
	v := &ztunnelView{}
	var err error
	if v.Policies, err = sorted(policies); err != nil {
		return nil, err
	}
	if v.Workloads, err = sorted(workloads); err != nil {
		return nil, err
	}
	v.Services, err = sorted(services)
	return v, err
}

// sorted: istiod's collections have no order.
func sorted(ms []proto.Message) ([]json.RawMessage, error) {
	out := make([]json.RawMessage, 0, len(ms))
	for _, m := range ms {
		j, err := toJSON(m)
		if err != nil {
			return nil, err
		}
		out = append(out, j)
	}
	slices.SortFunc(out, func(a, b json.RawMessage) int { return strings.Compare(string(a), string(b)) })
	return out, nil
}

var watched = []schema.GroupVersionResource{
	gvr.AuthorizationPolicy, gvr.PeerAuthentication, gvr.ServiceEntry, gvr.WorkloadEntry, gvr.KubernetesGateway, gvr.GatewayClass,
}

func isKubernetes(o runtime.Object) bool {
	_, _, err := scheme.Scheme.ObjectKinds(o)
	return err == nil
}

// newIndex runs the part of istiod alone that ztunnel is told from. A whole FakeDiscoveryServer has it as well, for many
// times the price.
func newIndex(t test.Failer, objects []runtime.Object, m *meshconfig.MeshConfig) ambient.Index {
	client := kubelib.NewFakeClient(slices.DeleteFunc(slices.Clone(objects), isKubernetes)...)
	// Added like this nobody keeps books on who manages which of their fields, which would cost more than all the rest.
	tracker := client.Kube().(*fake.Clientset).Tracker()
	for _, o := range objects {
		if isKubernetes(o) {
			if err := tracker.Add(o); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, crd := range watched {
		clienttest.MakeCRD(t, client, crd)
	}
	stop := test.NewStop(t)
	debugger, watcher := new(krt.DebugHandler), meshwatcher.NewTestWatcher(m)
	clusters := multicluster.NewController(multicluster.ControllerOptions{
		Client: client, ClusterID: constants.DefaultClusterName, SystemNamespace: constants.IstioSystemNamespace, MeshConfig: watcher, Debugger: debugger,
	})
	index := ambient.New(ambient.Options{
		SystemNamespace: constants.IstioSystemNamespace, DomainSuffix: constants.DefaultClusterLocalDomain, ClusterID: constants.DefaultClusterName,
		XDSUpdater: model.NewEndpointIndexUpdater(model.NewEndpointIndex(model.DisabledCache{})),
		MeshConfig: watcher, StatusNotifier: activenotifier.New(false), Debugger: debugger, MultiClusterController: clusters,
		Flags: ambient.FeatureFlags{DefaultAllowFromWaypoint: features.DefaultAllowFromWaypoint},
	})
	if err := clusters.Run(stop); err != nil {
		t.Fatal(err)
	}
	client.RunAndWait(stop)
	go index.Run(stop)
	kubelib.WaitForCacheSync("ztunnel", stop, index.HasSynced)
	return index
}
