#!/usr/bin/env bash
# The test cluster for work by hand: scripts/cluster.sh up|down. 'up' returns when it is ready and leaves it running.
set -euo pipefail
cd "$(dirname "$0")/.."
directory=$PWD/artifacts/testcluster
program=tests/JvmDebug.TestCluster/bin/Debug/net10.0/testcluster

build() { dotnet build tests/JvmDebug.TestCluster --nologo -v quiet -clp:NoSummary; }

case ${1:-} in
  up)
    build
    mkdir -p "$directory"
    log=$directory/testcluster.log
    setsid "$program" up --directory "$directory" --images artifacts/images --kubeconfig "$directory/kubeconfig" > "$log" 2>&1 < /dev/null &
    pid=$!
    for _ in $(seq 600); do
      if grep -q '^ready' "$log"; then
        echo "The test cluster is up: export KUBECONFIG=$directory/kubeconfig"
        exit 0
      fi
      kill -0 "$pid" 2> /dev/null || break
      sleep 0.2
    done
    cat "$log" >&2
    exit 1
    ;;
  down)
    [ -x "$program" ] || build
    "$program" down --directory "$directory"
    ;;
  *) echo "usage: scripts/cluster.sh up|down" >&2; exit 2 ;;
esac
