#!/usr/bin/env bash
# Pins another Kubernetes release: writes go.mod and go.sum, which are committed. Usage: pin.sh 1.36.3
set -euo pipefail
cd "$(dirname "$0")"
version=${1:?a Kubernetes version without v is needed, such as 1.36.3}
rm -f go.mod go.sum
go mod init conformance/kubernetes
go mod edit -go=1.26.0 -require="k8s.io/kubernetes@v$version"
upstream=$(go mod download -json "k8s.io/kubernetes@v$version" | sed -n 's/.*"GoMod": "\(.*\)".*/\1/p')
# Upstream replaces its staging modules by directories of its own repository; outside of it they are modules of the same release.
go mod edit -json "$upstream" | sed -n 's#.*"Path": "./staging/src/\(.*\)".*#\1#p' | while read -r module; do
  go mod edit -replace="$module=$module@v0.${version#1.}"
done
# The etcd that this release is tested with.
etcd=$(awk '$1 == "go.etcd.io/etcd/server/v3" { print $2 }' "$upstream")
go mod edit -require="go.etcd.io/etcd/server/v3@$etcd" \
  -tool=k8s.io/kubernetes/cmd/kube-apiserver -tool=k8s.io/kubernetes/cmd/kubectl -tool=go.etcd.io/etcd/server/v3
go mod tidy
