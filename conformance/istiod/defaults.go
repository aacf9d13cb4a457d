package main

import (
	"errors"
	"io"
	"os"

	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	structuralschema "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	utilyaml "k8s.io/apimachinery/pkg/util/yaml"
	gateway "sigs.k8s.io/gateway-api/apis/v1"
	gatewaybeta "sigs.k8s.io/gateway-api/apis/v1beta1"
)

// defaults are the values that the API server fills in, by the schemas of the CRDs: istiod's conversion of the Gateway API
// takes them for granted.
type defaults map[schema.GroupVersionKind]*structuralschema.Structural

func readDefaults(crds []string) (defaults, error) {
	d := defaults{}
	for _, path := range crds {
		f, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		documents := utilyaml.NewYAMLOrJSONDecoder(f, 512*1024)
		for {
			var crd apiextensionsv1.CustomResourceDefinition
			if err := documents.Decode(&crd); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				return nil, err
			}
			if crd.Kind != "CustomResourceDefinition" {
				continue
			}
			if err := d.read(crd); err != nil {
				return nil, err
			}
		}
	}
	return d, nil
}

func (d defaults) read(crd apiextensionsv1.CustomResourceDefinition) error {
	for _, v := range crd.Spec.Versions {
		var s apiextensions.JSONSchemaProps
		if err := apiextensionsv1.Convert_v1_JSONSchemaProps_To_apiextensions_JSONSchemaProps(v.Schema.OpenAPIV3Schema, &s, nil); err != nil {
			return err
		}
		structural, err := structuralschema.NewStructural(&s)
		if err != nil {
			return err
		}
		d[schema.GroupVersionKind{Group: crd.Spec.Group, Version: v.Name, Kind: crd.Spec.Names.Kind}] = structural
	}
	return nil
}

// fill gives the object its defaults. One of the Gateway API gets the version that istiod watches, too: the API server serves all of them.
func (d defaults) fill(u *unstructured.Unstructured) {
	gvk := u.GroupVersionKind()
	if s := d[gvk]; s != nil {
		defaulting.Default(u.Object, s)
	}
	if gvk.Group != gateway.GroupName {
		return
	}
	u.SetAPIVersion(gateway.GroupVersion.String())
	if gvk.Kind == "ReferenceGrant" {
		u.SetAPIVersion(gatewaybeta.GroupVersion.String())
	}
}
