#!/usr/bin/env bash
# Runs every test project and ends with one line: N passed, N failed (and, where a test needs what this machine has not,
# N skipped: kubectl's own tests without a kubectl). A project that ran nothing counts as a failure.
# usage: scripts/test.sh [PROJECT-NAME-PATTERN]
set -uo pipefail
cd "$(dirname "$0")/.." || exit
pattern=${1:-*}
logs=artifacts/test-logs
mkdir -p "$logs"

dotnet build JvmDebug.sln --nologo -v quiet -clp:NoSummary || { echo "the build failed"; echo "0 passed, 1 failed"; exit 1; }
dotnet format JvmDebug.sln --no-restore --verify-no-changes || { echo "dotnet format would change something"; echo "0 passed, 1 failed"; exit 1; }

passed=0 failed=0 skips=0
for project in tests/*/*.csproj; do
  name=$(basename "$project" .csproj)
  # shellcheck disable=SC2254 # the pattern is meant as one
  case $name in $pattern) ;; *) continue ;; esac
  grep -q 'xunit' "$project" || continue
  if [ "$name" = JvmDebug.EndToEnd ]; then
    { scripts/publish.sh && scripts/build-images.sh; } || { echo "images or binary could not be built"; failed=$((failed + 1)); continue; }
  fi
  echo "== $name"
  log=$logs/$name.log
  dotnet run --project "$project" --no-build -- -noColor -noLogo -longRunning 180 2>&1 | tee "$log"
  status=${PIPESTATUS[0]}
  # xunit's own last line: "NAME  Total: 12, Errors: 0, Failed: 1, Skipped: 0, Not Run: 0, Time: 0.118s"
  read -r total errors bad skipped <<< "$(sed -nE 's/.*Total: ([0-9]+), Errors: ([0-9]+), Failed: ([0-9]+), Skipped: ([0-9]+),.*/\1 \2 \3 \4/p' "$log" | tail -n 1)"
  f=$((${errors:-0} + ${bad:-0}))
  p=$((${total:-0} - ${bad:-0} - ${skipped:-0}))
  if [ "${total:-0}" -eq 0 ] || { [ "$status" -ne 0 ] && [ "$f" -eq 0 ]; }; then
    echo "$name ended with exit code $status and ran no test to its end"
    f=$((f + 1))
  fi
  skips=$((skips + ${skipped:-0}))
  passed=$((passed + p))
  failed=$((failed + f))
done
if [ "$skips" -eq 0 ]; then echo "$passed passed, $failed failed"; else echo "$passed passed, $failed failed, $skips skipped"; fi
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
