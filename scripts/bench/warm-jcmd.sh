#!/usr/bin/env bash
# From start to answer of the second command on a pod, whose debug container runs, against kubectl exec of jcmd with the
# attach made anew, as it is for whoever comes by hand.
# usage: scripts/bench/warm-jcmd.sh JVMDEBUG POD IMAGE    (KUBECONFIG set; the pod runs a JVM as process 1)
set -euo pipefail
jvmdebug=$1 pod=$2 image=$3
median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
timed() { local start; start=$(date +%s%N); "$@" > /dev/null; echo $((($(date +%s%N) - start) / 1000000)); }

"$jvmdebug" jcmd "$pod" --image "$image" -q -- VM.version > /dev/null
debugger=$(kubectl get pod "$pod" -o jsonpath='{.spec.ephemeralContainers[-1:].name}')
ours=() theirs=()
for _ in 1 2 3 4 5; do
  ours+=("$(timed "$jvmdebug" jcmd "$pod" --image "$image" -q -- VM.version)")
  # The cold path: no socket yet, so that jcmd signals the JVM and waits for its listener.
  kubectl exec "$pod" -c "$debugger" -- rm -f /proc/1/root/tmp/.java_pid1
  theirs+=("$(timed kubectl exec "$pod" -c "$debugger" -- jcmd 1 VM.version)")
done
awk -v a="$(printf '%s\n' "${ours[@]}" | median)" -v b="$(printf '%s\n' "${theirs[@]}" | median)" 'BEGIN {
  printf "%-52s %8d ms %8d ms   ratio %5.2f   (want below 0.5, and 1000 ms)\n", "jcmd VM.version, debug container reused", a, b, a / b }'
