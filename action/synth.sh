#!/usr/bin/env bash
# Manifests of the base, in a work tree of its own, and of what is checked out. What cannot be synthesized is a failure: taken for "no access
# before", everything would be new, and taken for "no access after", nothing would be open.
set -euo pipefail
# Somebody's Makefile may know these names.
export -n SYNTH INSTALL DIRECTORY OUTPUT PROJECT_FILE BASE PULL_BASE ACTION_PATH

out=$RUNNER_TEMP/mesh-access
rm -rf "$out"
mkdir -p "$out"

fail() {
  printf '%s\n' "$1" > "$out/failure.txt"
  echo "::error title=mesh-access::$1"
  exit 1
}

# There the code of a fork would run with a token that may write.
[ "$GITHUB_EVENT_NAME" != pull_request_target ] || fail 'run it on `pull_request`: on `pull_request_target` what a fork wrote would run with your token'
case "/$DIRECTORY/$OUTPUT/" in
  *//*/ | */../*) fail '`directory` and `output` are paths in the repository, without `..`' ;;
esac

# The commit that GitHub makes for a pull request has what it is merged into as its first parent, so that a base that moved on is no change of
# it. Any other merge has its own branch there, with what the pull request changed so far. Read from the object itself: in a shallow clone its
# parents are nowhere else.
merged_into() {
  [[ ${GITHUB_REF:-} == refs/pull/*/merge && $(git rev-parse HEAD) == "${GITHUB_SHA:-}" ]] || return 0
  git cat-file commit HEAD | sed -n '1,/^$/s/^parent //p' | { mapfile -t parents; [ ${#parents[@]} != 2 ] || echo "${parents[0]}"; }
}

revision=$BASE
if [ -z "$revision" ]; then
  revision=$(merged_into)
  if [ -z "$revision" ]; then
    [ -n "$PULL_BASE" ] || fail 'this is no pull request; say in `base` what to compare with'
    revision=$(git merge-base HEAD "$PULL_BASE" 2> /dev/null) || fail 'where this branch parted from its base is not in the clone; check out with `fetch-depth: 0`'
  fi
fi
base=$(git rev-parse --quiet --verify --end-of-options "$revision^{commit}") || {
  git fetch --quiet --no-tags --depth=1 origin "$revision" || fail "the base \`$revision\` cannot be fetched; check out with \`fetch-depth: 0\`"
  base=$(git rev-parse --verify 'FETCH_HEAD^{commit}')
}
echo "$base" > "$out/base-revision"
git worktree prune
git worktree add --quiet --detach "$out/base" "$base"

# make WHERE COMMAND...: in the project's directory of WHERE.
make() {
  local where=$1 command
  shift
  for command in "$@"; do
    [ -z "$command" ] || (cd "$where/$DIRECTORY" && echo "::group::$command" && bash -eo pipefail -c "$command" && echo '::endgroup::') || return 1
  done
  [ -e "$where/$DIRECTORY/$OUTPUT" ]
}

project=$PROJECT_FILE
[ -n "$SYNTH" ] || project=$OUTPUT
if [ -e "$out/base/$DIRECTORY/$project" ]; then
  [ -n "$SYNTH" ] || INSTALL=''
  make "$out/base" "$INSTALL" "$SYNTH" || fail "the base \`${base:0:12}\` gives no manifests in \`$DIRECTORY/$OUTPUT\`, so that nothing can be compared; the log says why"
  ln -s "$out/base/$DIRECTORY/$OUTPUT" "$out/before"
else
  # Not an empty directory: that is a mistake wherever manifests are read.
  mkdir "$out/before"
  printf 'apiVersion: v1\nkind: List\nitems: []\n' > "$out/before/nothing.yaml"
  printf 'The base `%s` has no `%s`: everything is new.\n' "${base:0:12}" "$DIRECTORY/$project" > "$out/note.md"
fi
make . "$SYNTH" || fail "there are no manifests in \`$DIRECTORY/$OUTPUT\`; the log says why"
