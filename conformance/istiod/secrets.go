package main

import (
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	gateway "sigs.k8s.io/gateway-api/apis/v1"

	"istio.io/istio/pkg/ptr"
	pki "istio.io/istio/security/pkg/pki/util"
)

// certificates are the Secrets that listeners name, which no manifest has: without them istiod has no such listener. What is in
// them nobody looks at, the bootstrap has secrets of its own.
func certificates(objects []runtime.Object) ([]runtime.Object, error) {
	var made []runtime.Object
	known := map[string]bool{}
	for _, o := range objects {
		if s, ok := o.(*corev1.Secret); ok {
			known[s.Namespace+"/"+s.Name] = true
		}
	}
	for _, o := range objects {
		g, ok := o.(*gateway.Gateway)
		if !ok {
			continue
		}
		for _, l := range g.Spec.Listeners {
			if l.TLS == nil {
				continue
			}
			for _, ref := range l.TLS.CertificateRefs {
				namespace, name := ptr.OrDefault((*string)(ref.Namespace), g.Namespace), string(ref.Name)
				if known[namespace+"/"+name] {
					continue
				}
				known[namespace+"/"+name] = true
				cert, key, err := pki.GenCertKeyFromOptions(pki.CertOptions{
					Host: "gateway.example", TTL: time.Hour, ECSigAlg: pki.EcdsaSigAlg, IsServer: true, IsSelfSigned: true,
				})
				if err != nil {
					return nil, err
				}
				made = append(made, &corev1.Secret{
					ObjectMeta: metav1.ObjectMeta{Name: name, Namespace: namespace}, Type: corev1.SecretTypeTLS,
					Data: map[string][]byte{corev1.TLSCertKey: cert, corev1.TLSPrivateKeyKey: key},
				})
			}
		}
	}
	return made, nil
}
