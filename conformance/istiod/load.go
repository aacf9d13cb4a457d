package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	utiljson "k8s.io/apimachinery/pkg/util/json"
	utilyaml "k8s.io/apimachinery/pkg/util/yaml"
	gateway "sigs.k8s.io/gateway-api/apis/v1"
	"sigs.k8s.io/yaml"

	"istio.io/istio/pilot/pkg/config/kube/crd"
	"istio.io/istio/pilot/pkg/features"
	"istio.io/istio/pkg/config"
	"istio.io/istio/pkg/config/schema/collections"
	"istio.io/istio/pkg/config/schema/resource"
	kubelib "istio.io/istio/pkg/kube"
	"istio.io/istio/pkg/ptr"
)

// template is a pod that some controller would make, named after the workload that has it.
type template struct {
	namespace, name string
	created         time.Time
	spec            corev1.PodTemplateSpec
}

type loaded struct {
	objects   []runtime.Object
	configs   []config.Config
	templates []template
	problems  []problem
	allocated int
}

// load sorts manifests into Kubernetes objects and Istio configuration. What the API server (CRD schema and CEL rules)
// or istiod's own validation would refuse is reported and left out, as it would be in a cluster.
func load(manifests []manifest, schema *schemas) (l loaded) {
	created := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	for _, m := range manifests {
		docs := utilyaml.NewYAMLReader(bufio.NewReader(strings.NewReader(m.Text)))
		for {
			doc, err := docs.Read()
			if errors.Is(err, io.EOF) {
				break
			}
			var u *unstructured.Unstructured
			if err == nil {
				u, err = parse(doc)
			}
			if err != nil {
				l.problem(m.Name, "error", err)
				break
			}
			if len(u.Object) == 0 {
				continue
			}
			// The order of the manifests is the order of creation: istiod breaks ties by age.
			created = created.Add(time.Second)
			l.add(u, doc, created, schema)
		}
	}
	return l
}

func parse(doc []byte) (*unstructured.Unstructured, error) {
	u := &unstructured.Unstructured{}
	if len(bytes.TrimSpace(doc)) == 0 {
		return u, nil
	}
	j, err := yaml.YAMLToJSONStrict(doc)
	if err != nil {
		return nil, err
	}
	// Keeps integers apart from floats: CEL rules of the CRDs refuse a port that came in as a float.
	return u, utiljson.Unmarshal(j, &u.Object)
}

func (l *loaded) problem(object, level string, err error) {
	l.problems = append(l.problems, problem{Object: object, Level: level, Text: err.Error()})
}

func (l *loaded) add(u *unstructured.Unstructured, doc []byte, created time.Time, schema *schemas) {
	id := fmt.Sprintf("%s %s/%s", u.GetKind(), u.GetNamespace(), u.GetName())
	gvk := u.GroupVersionKind()
	custom := strings.HasSuffix(gvk.Group, "istio.io") || gvk.Group == gateway.GroupName
	if custom {
		if err := schema.ValidateCustomResource(u.DeepCopy()); err != nil {
			l.problem(id, "error", err)
			return
		}
		schema.fill(u)
		var err error
		if doc, err = u.MarshalJSON(); err != nil {
			l.problem(id, "error", err)
			return
		}
		gvk = u.GroupVersionKind()
	}
	if s, ok := collections.PilotGatewayAPI().FindByGroupVersionAliasesKind(resource.FromKubernetesGVK(&gvk)); ok && gvk.Group != gateway.GroupName && custom {
		c, err := toConfig(s, doc)
		if err != nil {
			l.problem(id, "error", err)
			return
		}
		c.CreationTimestamp = created
		warning, err := s.ValidateConfig(*c)
		if warning != nil {
			l.problem(id, "warning", warning)
		}
		if err != nil {
			l.problem(id, "error", err)
			return
		}
		if features.EnableAmbient {
			l.addObject(u, c)
		}
		l.configs = append(l.configs, *c)
		return
	}
	if spec := podTemplate(u); spec != nil {
		t := template{namespace: ptr.NonEmptyOrDefault(u.GetNamespace(), "default"), name: u.GetName(), created: created}
		if err := runtime.DefaultUnstructuredConverter.FromUnstructured(spec, &t.spec); err != nil {
			l.problem(id, "error", err)
			return
		}
		l.templates = append(l.templates, t)
		return
	}
	o, _, err := kubelib.IstioCodec.UniversalDeserializer().Decode(doc, nil, nil)
	if runtime.IsNotRegisteredError(err) {
		l.problem(id, "ignored", errors.New("istiod does not know this kind"))
		return
	}
	if err != nil {
		l.problem(id, "error", err)
		return
	}
	o.(metav1.Object).SetCreationTimestamp(metav1.NewTime(created))
	l.objects = append(l.objects, o)
}

func toConfig(s resource.Schema, doc []byte) (*config.Config, error) {
	var k crd.IstioKind
	if err := yaml.Unmarshal(doc, &k); err != nil {
		return nil, err
	}
	c, err := crd.ConvertObject(s, &k, "cluster.local")
	if err == nil {
		c.Namespace = ptr.NonEmptyOrDefault(c.Namespace, "default")
	}
	return c, err
}

// podTemplate finds the template of any kind that makes pods, a third party's too (Argo Rollouts).
func podTemplate(u *unstructured.Unstructured) map[string]any {
	for _, path := range [][]string{{"spec", "template"}, {"spec", "jobTemplate", "spec", "template"}} {
		if t, ok, _ := unstructured.NestedMap(u.Object, path...); ok {
			if _, ok, _ := unstructured.NestedSlice(t, "spec", "containers"); ok {
				return t
			}
		}
	}
	return nil
}
