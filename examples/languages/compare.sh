#!/usr/bin/env bash
# Runs the quickstart in TypeScript, Python, Java and Go against the packages in dist/, and fails unless all four
# write the same manifests and print the same report. Works in a directory of its own and leaves nothing behind.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
out=$(mktemp -d)
installed=$HOME/.m2/repository/io/github/mesh-access
trap 'rm -rf "$out" "$installed/cdk8s-mesh-access"; rmdir "$installed" 2>/dev/null || true' EXIT
# Ctrl-C ends the tools started here, too.
trap 'exit 130' INT TERM

need() { command -v "$1" >/dev/null || { echo "languages: $1 is needed ($2)" >&2; exit 2; }; }
need python3 'Python 3.9 or newer with venv'; need mvn 'Maven and a JDK 17'; need go 'Go 1.26'

# Each program runs in a directory of its own and writes ./dist there, as in the README.
program() {
  local language=$1 started=$SECONDS
  mkdir -p "$out/$language"
  if ! (cd "$out/$language" && "run_$language" >"$out/$language.stdout" 2>"$out/$language.log"); then
    cat "$out/$language.log" "$out/$language.stdout" >&2
    echo "$language: failed" >&2
    return 1
  fi
  echo "$language: $((SECONDS - started)) s"
}

# `&&` throughout: bash ignores `set -e` in a function that stands in a condition.
run_typescript() { "$root/node_modules/.bin/tsx" --tsconfig "$root/test/tsconfig.json" "$root/examples/quickstart/main.ts"; }
run_python() {
  python3 -m venv "$out/venv" &&
    "$out/venv/bin/pip" install --quiet --disable-pip-version-check "$root"/dist/python/*.whl >&2 &&
    "$out/venv/bin/python" "$here/python/main.py"
}
# Maven's console library ends by writing an escape into the program's output, unless told not to.
run_java() {
  local jar
  jar=$(ls "$root"/dist/java/io/github/mesh-access/cdk8s-mesh-access/*/cdk8s-mesh-access-*[0-9].jar) &&
    mvn -q -B install:install-file -Dfile="$jar" -DpomFile="${jar%.jar}.pom" >&2 &&
    MAVEN_OPTS="${MAVEN_OPTS:-} -Djansi.noreset=true" mvn -q -B -f "$here/java/pom.xml" -Dbuild.to="$out/java-build" compile exec:java
}
run_go() { (cd "$here/go" && go build -o "$out/shop" .) >&2 && "$out/shop"; }

passed=0 failed=0
program typescript
[ -n "$(ls "$out/typescript/dist")" ] || { echo 'typescript: no manifests were written' >&2; exit 1; }
for language in python java go; do
  if program "$language" && diff -r "$out/typescript/dist" "$out/$language/dist" && diff "$out/typescript.stdout" "$out/$language.stdout"; then
    echo "$language: same manifests and report as TypeScript"
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
  fi
done
echo "languages: $passed passed, $failed failed"
[ "$failed" = 0 ]
