#!/usr/bin/env bash
# Installs, builds, starts, checks, stops. `bash conformance/run.sh --help` lists the options.
set -euo pipefail
cd "$(dirname "$0")/.."
case " $* " in *' --help '*) ;; *) bash conformance/build.sh ;; esac
# What is started here lives for seconds, and spends half of them collecting garbage unless told that memory is cheap.
export GOGC=400
# exec: the checks receive Ctrl-C themselves and take everything down that they started.
export TSX_TSCONFIG_PATH=test/tsconfig.json
exec node --import tsx conformance/main.ts "$@"
