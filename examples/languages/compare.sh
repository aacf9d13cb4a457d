#!/usr/bin/env bash
# Runs the first programs, of sidecars and of ambient, in TypeScript, Python, Java and Go against the packages in dist/, and fails unless
# all four languages write the same manifests and print the same reports. Works in a directory of its own and leaves nothing behind.
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

programs=(quickstart ambient)

# Each program runs in a directory of its own and writes ./dist there, as in the README.
run_all() {
  local language=$1 started=$SECONDS program
  mkdir -p "$out/logs"
  "prepare_$language" >"$out/logs/$language" 2>&1 || { cat "$out/logs/$language" >&2; echo "$language: failed" >&2; return 1; }
  for program in "${programs[@]}"; do
    mkdir -p "$out/$language/$program"
    if ! (cd "$out/$language/$program" && "run_$language" "$program" >report.txt 2>"$out/logs/$language"); then
      cat "$out/logs/$language" "$out/$language/$program/report.txt" >&2
      echo "$language: $program failed" >&2
      return 1
    fi
  done
  echo "$language: $((SECONDS - started)) s"
}

# `&&` throughout: bash ignores `set -e` in a function that stands in a condition.
prepare_typescript() { :; }
run_typescript() { "$root/node_modules/.bin/tsx" --tsconfig "$root/test/tsconfig.json" "$root/examples/$1/main.ts"; }

prepare_python() { python3 -m venv "$out/venv" && "$out/venv/bin/pip" install --quiet --disable-pip-version-check "$root"/dist/python/*.whl; }
run_python() { "$out/venv/bin/python" "$here/python/$1.py"; }

prepare_java() {
  local jar
  jar=$(ls "$root"/dist/java/io/github/mesh-access/cdk8s-mesh-access/*/cdk8s-mesh-access-*[0-9].jar) &&
    mvn -q -B install:install-file -Dfile="$jar" -DpomFile="${jar%.jar}.pom" && java_project compile
}
run_java() { java_project exec:java -Dexec.mainClass="example.${1^}"; }
# Maven's console library ends by writing an escape into the program's output, unless told not to.
java_project() { MAVEN_OPTS="${MAVEN_OPTS:-} -Djansi.noreset=true" mvn -q -B -f "$here/java/pom.xml" -Dbuild.to="$out/java-build" "$@"; }

prepare_go() { (cd "$here/go" && go build -o "$out/go-build/" ./...); }
run_go() { "$out/go-build/$1"; }

same() { diff -r --exclude=mesh-access.out "$out/typescript" "$out/$1"; }

passed=0 failed=0
run_all typescript
for program in "${programs[@]}"; do
  [ -n "$(ls "$out/typescript/$program/dist")" ] || { echo "typescript: $program wrote no manifests" >&2; exit 1; }
done
for language in python java go; do
  if run_all "$language" && same "$language"; then
    echo "$language: same manifests and reports as TypeScript (${programs[*]})"
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
  fi
done
echo "languages: $passed passed, $failed failed"
[ "$failed" = 0 ]
