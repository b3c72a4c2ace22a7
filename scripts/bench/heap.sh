#!/usr/bin/env bash
# A heap dump of HEAP_MB megabytes (2048) out of a pod whose disk holds 100, against what kubectl does with the same dump
# when somebody has already made it: exec cat into gzip, and cp. Called by scripts/bench.sh on its cluster, or alone:
# KUBECONFIG=... scripts/bench/heap.sh
set -euo pipefail
cd "$(dirname "$0")/../.."
jvmdebug=${JVMDEBUG:-$PWD/artifacts/bin/jvmdebug}
image=jvmdebug/jdk:dev
megabytes=${HEAP_MB:-2048}
scratch=$(mktemp -d -p "${BENCH_SCRATCH:-/var/tmp}")
pod=heap-$RANDOM
trap 'kubectl delete pod "$pod" --wait=false > /dev/null 2>&1 || true; rm -rf "$scratch"' EXIT

now() { date +%s%N; }
timed() { local start; start=$(now); "$@" > "$scratch/out" 2>&1 || { cat "$scratch/out" >&2; return 1; }; echo $((($(now) - start) / 1000000)); }
row() { awk -v name="$1" -v a="$2" -v b="$3" -v want="$4" 'BEGIN { printf "%-52s %8d ms %8d ms   ratio %5.2f   (want below %s)\n", name, a, b, a / b, want }'; }

kubectl apply -f - > /dev/null << POD
apiVersion: v1
kind: Pod
metadata:
  name: $pod
spec:
  terminationGracePeriodSeconds: 1
  containers:
  - name: app
    image: jvmdebug-test/java:17
    imagePullPolicy: IfNotPresent
    command: [java, -Xmx$((megabytes + megabytes / 4))m, -cp, /app, demo.Hoard]
    env: [{name: HOARD_MB, value: "$megabytes"}]
    securityContext: {runAsUser: 65532, runAsGroup: 65532, readOnlyRootFilesystem: true}
    volumeMounts: [{name: tmp, mountPath: /tmp}]
  volumes: [{name: tmp, emptyDir: {medium: Memory, sizeLimit: 100Mi}}]
POD
kubectl wait --for=condition=Ready "pod/$pod" --timeout=120s > /dev/null
until kubectl logs "$pod" -c app | grep -q 'busy: ready'; do sleep 1; done

# The debug container is there for both.
"$jvmdebug" ps "$pod" --image "$image" --image-pull-policy IfNotPresent -q > /dev/null
debugger=$(kubectl get pod "$pod" -o jsonpath='{.spec.ephemeralContainers[0].name}')

heap_dump() { # OPTIONS...
  rm -f "$scratch/ours.hprof"
  "$jvmdebug" heap dump "$pod" --image "$image" --output "$scratch/ours.hprof" -q "$@" &
  while kill -0 $! 2> /dev/null; do
    sed -n 's/^VmHWM:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$!/status" >> "$scratch/rss" 2> /dev/null || true
    sleep 0.2
  done
  wait $!
}

peak() { sort -n "$scratch/rss" | tail -n 1; rm -f "$scratch/rss"; }

# Ours has the JVM dump, hash, send and delete as well; theirs finds the dump made.
plain=$(timed heap_dump)
plain_rss=$(peak)
size=$(stat -c %s "$scratch/ours.hprof")
redacted=$(timed heap_dump --redact)
redacted_rss=$(peak)
rm -f "$scratch/ours.hprof"
# shellcheck disable=SC2016 # expanded in the pod
kubectl exec "$pod" -c "$debugger" -- sh -c 'jattach 1 jcmd GC.heap_dump "/proc/$$/root/tmp/hand.hprof" > /dev/null && test -s /tmp/hand.hprof'

by_cat() { kubectl exec "$pod" -c "$debugger" -- cat /tmp/hand.hprof | gzip > "$scratch/hand.hprof.gz"; }
by_cp() { kubectl cp -c "$debugger" "$pod:/tmp/hand.hprof" "$scratch/hand.hprof"; }
piped=$(timed by_cat)
rm -f "$scratch/hand.hprof.gz"
copied=$(timed by_cp)

echo "(heap dump of $((size >> 20)) MiB; peak resident set of jvmdebug $((plain_rss >> 10)) MiB, redacting $((redacted_rss >> 10)) MiB)"
row "heap dump, all of it / kubectl exec cat | gzip" "$plain" "$piped" 1.0
row "heap dump --redact, all of it / kubectl exec cat | gzip" "$redacted" "$piped" 1.0
row "heap dump, all of it / kubectl cp of one that is there" "$plain" "$copied" 2.0
