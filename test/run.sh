#!/usr/bin/env bash
# `npm test`, and with arguments for jest. Compiling keeps one core busy and so do types and lint, whose words come last.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 2
said=$(mktemp)
static=''
trap '[ -z "$static" ] || kill "$static" 2> /dev/null; rm -f "$said"' EXIT
trap 'exit 130' INT TERM

node test/static.mjs > "$said" 2>&1 &
static=$!
npx projen compile && npx jest --ci "$@"
tests=$?
wait "$static"
checked=$?
static=''
cat "$said"
exit $((tests > 0 ? tests : checked))
