package main

import (
	"fmt"
	"os"
	"path/filepath"
	"time"

	corev1 "k8s.io/api/core/v1"

	pki "istio.io/istio/security/pkg/pki/util"
)

func identity(trustDomain string, p *corev1.Pod) string {
	return fmt.Sprintf("%s/ns/%s/sa/%s", trustDomain, p.Namespace, p.Spec.ServiceAccountName)
}

// mint issues, with the code of Istio's own CA, a certificate for each pod and each asked identity. One authority
// signs all of them, foreign trust domains too: what keeps those out must be the policy, not a missing root.
func mint(q request, pods []*corev1.Pod, trustDomain string) (ca string, paths map[string]string, err error) {
	root := pki.CertOptions{TTL: 24 * time.Hour, Org: trustDomain, ECSigAlg: pki.EcdsaSigAlg, IsCA: true, IsSelfSigned: true}
	// No organization: with the authority's, subject and issuer would be equal, and a leaf would pass for self-signed.
	leaf := pki.CertOptions{TTL: 24 * time.Hour, ECSigAlg: pki.EcdsaSigAlg, IsClient: true, IsServer: true}
	ca = filepath.Join(q.Dir, "ca")
	if _, err := os.Stat(ca + ".pem"); os.IsNotExist(err) {
		if err := issue(root, ca); err != nil {
			return "", nil, err
		}
	}
	if leaf.SignerCert, leaf.SignerPriv, err = pki.LoadSignerCredsFromFiles(ca+".pem", ca+".key"); err != nil {
		return "", nil, err
	}
	ids := append([]string{}, q.Identities...)
	for _, p := range pods {
		ids = append(ids, identity(trustDomain, p))
	}
	paths = map[string]string{}
	for _, id := range ids {
		if paths[id] != "" {
			continue
		}
		paths[id] = filepath.Join(q.Dir, fmt.Sprintf("id-%d", len(paths)))
		leaf.Host = "spiffe://" + id
		if err := issue(leaf, paths[id]); err != nil {
			return "", nil, err
		}
	}
	return ca + ".pem", paths, nil
}

func issue(o pki.CertOptions, path string) error {
	cert, key, err := pki.GenCertKeyFromOptions(o)
	if err != nil {
		return err
	}
	if err := writeFile(path+".key", key); err != nil {
		return err
	}
	return writeFile(path+".pem", cert)
}
