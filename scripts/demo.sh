#!/usr/bin/env bash
# Two recordings out of two pods that offer nothing to work with: a distroless JVM in a restricted namespace, and Debian's
# Jetty as PID 1 under load. On the test cluster, or with KUBE_CONTEXT=name in your own.
set -euo pipefail
cd "$(dirname "$0")/.."
out=$PWD/demo-output
mkdir -p "$out"
jvmdebug=$PWD/artifacts/bin/jvmdebug
image=${JVMDEBUG_IMAGE:-eclipse-temurin:17-jdk}
context=()

scripts/publish.sh
if [ -n "${KUBE_CONTEXT:-}" ]; then
  context=(--context "$KUBE_CONTEXT")
  command -v kubectl > /dev/null || { echo "kubectl is needed to start the demo's pods in $KUBE_CONTEXT" >&2; exit 1; }
  apply() { kubectl "${context[@]}" apply -f "$1"; }
  remove() { kubectl "${context[@]}" delete --wait=false -f tests/targets/demo.yaml; }
else
  scripts/build-images.sh
  scripts/cluster.sh up
  export KUBECONFIG=$PWD/artifacts/testcluster/kubeconfig
  testcluster=tests/JvmDebug.TestCluster/bin/Debug/net10.0/testcluster
  apply() { "$testcluster" apply --kubeconfig "$KUBECONFIG" "$1"; }
  remove() { scripts/cluster.sh down; }
fi
trap remove EXIT

apply tests/targets/demo.yaml

run() {
  printf '\n$ jvmdebug'
  printf ' %s' "$@"
  printf '\n'
  "$jvmdebug" "${context[@]}" "$@"
}

# A pod that is not running yet is refused by jvmdebug, so asking it is also how to wait.
wait_for() { # TARGET CONTAINER
  for _ in $(seq 120); do
    "$jvmdebug" "${context[@]}" ps "$1" -n jvmdebug-demo -c "$2" --image "$image" -q > /dev/null 2>&1 && return
    sleep 1
  done
  "$jvmdebug" "${context[@]}" ps "$1" -n jvmdebug-demo -c "$2" --image "$image"
}

wait_for distroless app
wait_for jetty server
rm -f "$out"/*.jfr
run ps distroless -n jvmdebug-demo --image "$image"
run jfr capture distroless -n jvmdebug-demo --image "$image" --settings profile --duration 10s --output "$out/distroless.jfr"
run jfr capture jetty -c server -n jvmdebug-demo --image "$image" --settings profile --duration 10s --output "$out/jetty.jfr"

for name in distroless:demo.Primes.isPrime jetty:demo.CpuServlet; do
  "$jvmdebug" jfr summary "$out/${name%%:*}.jfr" | grep -qF "${name#*:}" || { echo "${name%%:*}.jfr does not name ${name#*:}" >&2; exit 1; }
done
echo
echo "Both recordings name their hot method; they are in $out:"
ls -l "$out"
