#!/usr/bin/env bash
# Speed, as ratios against kubectl doing the same job in the same run, against the same pod of the test cluster.
# Quote the ratios: the machine's own speed drifts.
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

by_jvmdebug() { # POD FILE
  rm -f "$2"
  "$jvmdebug" jfr capture "$1" --image "$image" --settings profile --duration "${duration}s" --max-size 2G --output "$2" -q
}

echo "start-up, capture, transfer: jvmdebug, kubectl, and the ratio of the two"

a=() b=()
for _ in 1 2 3 4 5 6 7; do a+=("$(timed "$jvmdebug" --version)"); b+=("$(timed kubectl version --client)"); done
row "start-up: --version" "$(printf '%s\n' "${a[@]}" | median)" "$(printf '%s\n' "${b[@]}" | median)" 1.0

overhead() { echo $(($1 - duration * 1000)); }
pod cold1 demo.Busy
row "capture overhead, first on a pod" "$(overhead "$(timed by_jvmdebug cold1 "$scratch/cold.jfr")")" "$(overhead "$(timed by_kubectl cold1 - "$scratch/hand.jfr")")" 0.7

debugger=$(kubectl get pod cold1 -o jsonpath='{.spec.ephemeralContainers[-1:].name}')
a=() b=()
for _ in 1 2 3; do
  a+=("$(overhead "$(timed by_jvmdebug cold1 "$scratch/warm.jfr")")")
  b+=("$(overhead "$(timed by_kubectl cold1 "$debugger" "$scratch/hand.jfr")")")
done
row "capture overhead, debug container reused" "$(printf '%s\n' "${a[@]}" | median)" "$(printf '%s\n' "${b[@]}" | median)" 0.3

# The peak is that of all that ever ran in the debug container, so this pod has one of its own.
pod fresh demo.Busy
scripts/bench/memory.sh "$jvmdebug" fresh "$image"
scripts/bench/warm-jcmd.sh "$jvmdebug" fresh "$image"

# A recording of 200 MB that compresses like an application's; its transfer is what is left of the overhead.
pod flood demo.Flood FLOOD_MB=200 FLOOD_RANDOM=25
duration=15
timed by_jvmdebug flood "$scratch/flood.jfr" > /dev/null
total=$(overhead "$(timed by_jvmdebug flood "$scratch/flood.jfr")")
debugger=$(kubectl get pod flood -o jsonpath='{.spec.ephemeralContainers[0].name}')
kubectl exec flood -c "$debugger" -- jcmd 1 JFR.start name=hand maxsize=2G filename=/tmp/hand.jfr > /dev/null
sleep "$duration"
kubectl exec flood -c "$debugger" -- jcmd 1 JFR.stop name=hand > /dev/null
copied=$(timed kubectl cp -c "$debugger" flood:/proc/1/root/tmp/hand.jfr "$scratch/hand.jfr")
echo "(the file: $(stat -c %s "$scratch/flood.jfr") bytes by jvmdebug, $(stat -c %s "$scratch/hand.jfr") bytes by kubectl cp)"
row "stop, pull, prove and delete 200 MB / kubectl cp alone" "$total" "$copied" 0.5
scripts/bench/heap.sh
scripts/bench/threads.sh "$jvmdebug"
scripts/bench/jfr.sh "$jvmdebug"
rm -rf "$scratch"
