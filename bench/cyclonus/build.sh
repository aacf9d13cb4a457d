#!/usr/bin/env bash
# Builds the baseline into .build/ from pinned modules (go.sum has their checksums) and prints where it is. Needs Go; minutes when its caches are cold.
set -euo pipefail
cd "$(dirname "$0")"
command -v go > /dev/null || { echo 'bench: `go` is missing; install Go 1.24 or newer (https://go.dev/dl/)' >&2; exit 2; }
GOFLAGS=-mod=readonly CGO_ENABLED=0 go build -trimpath -buildvcs=false -o .build/cyclonus-pairs .
echo "$PWD/.build/cyclonus-pairs"
