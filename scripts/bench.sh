#!/usr/bin/env bash
# Speed, as ratios against kubectl doing the same job in the same run, on pods of the test cluster. Quote the ratios: the
# machine's own speed drifts, which is why the two sides take turns.
# usage: scripts/bench.sh [startup|first|reused|memory|transfer|heap|threads|jfr]...    (all)
set -euo pipefail
cd "$(dirname "$0")/.."
command -v kubectl > /dev/null || { echo "make bench compares with kubectl, which is not on the PATH" >&2; exit 1; }
scripts/build-images.sh
scripts/publish.sh
scripts/cluster.sh up
trap 'scripts/cluster.sh down' EXIT
export KUBECONFIG=$PWD/artifacts/testcluster/kubeconfig
jvmdebug=$PWD/artifacts/bin/jvmdebug
image=jvmdebug/jdk:dev
scratch=$(mktemp -d)
duration=5

now() { date +%s%N; }
median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
timed() { local start; start=$(now); "$@" > "$scratch/out" 2>&1 || { cat "$scratch/out" >&2; return 1; }; echo $((($(now) - start) / 1000000)); }
row() { awk -v name="$1" -v a="$2" -v b="$3" -v want="$4" 'BEGIN { printf "%-52s %8d ms %8d ms   ratio %5.2f   (want below %s)\n", name, a, b, a / b, want }'; }

pod() { # NAME CLASS ENV...
  local name=$1 class=$2 env=""
  shift 2
  for pair in "$@"; do env="$env    - {name: ${pair%%=*}, value: \"${pair#*=}\"}
"; done
  cat > "$scratch/$name.yaml" << EOF
apiVersion: v1
kind: Pod
metadata:
  name: $name
spec:
  containers:
  - name: app
    image: jvmdebug-test/java:17
    command: [java, -Xmx128m, -cp, /app, $class]
    env:
$env    securityContext: {runAsUser: 65532, runAsGroup: 65532}
EOF
  kubectl apply -f "$scratch/$name.yaml" > /dev/null
  kubectl wait --for=condition=Ready "pod/$name" --timeout=60s > /dev/null
  sleep 2
}

# The same job by hand: what a careful engineer would put into a script.
by_kubectl() { # POD DEBUGGER|- FILE
  local pod=$1 debugger=$2 file=$3
  if [ "$debugger" = - ]; then
    debugger=hand-$RANDOM
    echo '{"securityContext":{"runAsUser":65532,"runAsGroup":65532}}' > "$scratch/custom.json"
    kubectl debug "$pod" --image="$image" --target=app -c "$debugger" --profile=baseline --custom="$scratch/custom.json" --attach=false --image-pull-policy=IfNotPresent -- sleep 600
    until kubectl get pod "$pod" -o jsonpath="{.status.ephemeralContainerStatuses[?(@.name=='$debugger')].state.running}" | grep -q started; do sleep 0.2; done
  fi
  kubectl exec "$pod" -c "$debugger" -- jcmd 1 JFR.start name=hand settings=profile filename=/tmp/hand.jfr
  sleep "$duration"
  kubectl exec "$pod" -c "$debugger" -- jcmd 1 JFR.stop name=hand
  kubectl cp -c "$debugger" "$pod:/proc/1/root/tmp/hand.jfr" "$file"
  kubectl exec "$pod" -c "$debugger" -- rm /proc/1/root/tmp/hand.jfr
}

by_jvmdebug() { # POD FILE [OPTION...]
  rm -f "$2"
  "$jvmdebug" jfr capture "$1" --image "$image" --settings profile --duration "${duration}s" --max-size 2G --output "$2" "${@:3}"
}

overhead() { echo $(($1 - duration * 1000)); }
debugger_of() { kubectl get pod "$1" -o jsonpath='{.spec.ephemeralContainers[-1:].name}'; }

startup() {
  local a=() b=()
  for _ in 1 2 3 4 5 6 7; do a+=("$(timed "$jvmdebug" --version)"); b+=("$(timed kubectl version --client)"); done
  row "start-up: --version" "$(printf '%s\n' "${a[@]}" | median)" "$(printf '%s\n' "${b[@]}" | median)" 1.0
}

# A pod is captured from for the first time only once, so each side has its own, all alike.
first() {
  local a=() b=()
  for i in 1 2 3; do
    pod "first-a$i" demo.Busy
    a+=("$(overhead "$(timed by_jvmdebug "first-a$i" "$scratch/first.jfr" -q)")")
    kubectl delete pod "first-a$i" > /dev/null
    pod "first-b$i" demo.Busy
    b+=("$(overhead "$(timed by_kubectl "first-b$i" - "$scratch/hand.jfr")")")
    kubectl delete pod "first-b$i" > /dev/null
  done
  row "capture overhead, first on a pod" "$(printf '%s\n' "${a[@]}" | median)" "$(printf '%s\n' "${b[@]}" | median)" 0.7
}

reused() {
  local a=() b=() debugger
  pod reused demo.Busy
  by_jvmdebug reused "$scratch/warm.jfr" -q > /dev/null
  debugger=$(debugger_of reused)
  for _ in 1 2 3 4 5; do
    a+=("$(overhead "$(timed by_jvmdebug reused "$scratch/warm.jfr" -q)")")
    b+=("$(overhead "$(timed by_kubectl reused "$debugger" "$scratch/hand.jfr")")")
  done
  row "capture overhead, debug container reused" "$(printf '%s\n' "${a[@]}" | median)" "$(printf '%s\n' "${b[@]}" | median)" 0.3
  kubectl delete pod reused > /dev/null
}

# The peak is that of all that ever ran in the debug container, so this pod has one of its own.
memory() {
  pod fresh demo.Busy
  scripts/bench/memory.sh "$jvmdebug" fresh "$image"
  scripts/bench/warm-jcmd.sh "$jvmdebug" fresh "$image"
}

# Milliseconds from the line that says that the file is coming to the end: pulled, proven, deleted in the pod, summarized.
pulled() {
  local line since=''
  while IFS= read -r line; do case $line in Receiving*) since=$(now) ;; esac; done < <(by_jvmdebug flood "$scratch/flood.jfr" 2>&1)
  echo $((($(now) - since) / 1000000))
}

# A recording of 200 MB that compresses like an application's, and the same file by kubectl cp.
transfer() {
  local a=() b=() debugger
  pod flood demo.Flood FLOOD_MB=200 FLOOD_RANDOM=25
  duration=15
  timed by_jvmdebug flood "$scratch/flood.jfr" -q > /dev/null
  debugger=$(debugger_of flood)
  kubectl exec flood -c "$debugger" -- jcmd 1 JFR.start name=hand maxsize=2G filename=/tmp/hand.jfr > /dev/null
  sleep "$duration"
  kubectl exec flood -c "$debugger" -- jcmd 1 JFR.stop name=hand > /dev/null
  for _ in 1 2 3; do
    a+=("$(pulled)")
    b+=("$(timed kubectl cp -c "$debugger" flood:/proc/1/root/tmp/hand.jfr "$scratch/hand.jfr")")
  done
  echo "(the file: $(stat -c %s "$scratch/flood.jfr") bytes by jvmdebug, $(stat -c %s "$scratch/hand.jfr") bytes by kubectl cp)"
  row "pull, prove and delete 200 MB / kubectl cp alone" "$(printf '%s\n' "${a[@]}" | median)" "$(printf '%s\n' "${b[@]}" | median)" 0.5
}

heap() { scripts/bench/heap.sh; }

threads() { scripts/bench/threads.sh "$jvmdebug"; }

jfr() { scripts/bench/jfr.sh "$jvmdebug"; }

echo "start-up, capture, transfer: jvmdebug, kubectl, and the ratio of the two"
[ $# -gt 0 ] || set -- startup first reused memory transfer heap threads jfr
for part; do "$part"; done
rm -rf "$scratch"
