#!/usr/bin/env bash
# What jvmdebug's work adds to a pod's memory: the peak of the debug container's own control group (files it read first are
# counted there, although they can go), and jcmd's resident set, with the flags that attach.sh gives it.
# usage: scripts/bench/memory.sh JVMDEBUG POD IMAGE    (KUBECONFIG set; the pod runs a JVM as process 1)
set -euo pipefail
jvmdebug=$1 pod=$2 image=$3
flags=$(sed -n 's/.*"\$JCMD" \(-J-Xmx[^\\]*\).*/\1/p' "$(dirname "$0")/../../src/JvmDebug.Diagnostics/Scripts/attach.sh")
[ -n "$flags" ] || { echo "attach.sh has no flags for jcmd any more" >&2; exit 1; }

row() { awk -v name="$1" -v bytes="$2" -v want="$3" 'BEGIN { printf "%-52s %8.1f MB %26s\n", name, bytes / 1000000, "(want below " want " MB)" }'; }

"$jvmdebug" jcmd "$pod" --image "$image" -q -- VM.version > /dev/null
debugger=$(kubectl get pod "$pod" -o jsonpath='{.spec.ephemeralContainers[-1:].name}')
peak=$(kubectl exec "$pod" -c "$debugger" -- sh -c 'cat /sys/fs/cgroup/memory.peak 2> /dev/null || cat /sys/fs/cgroup/memory/memory.max_usage_in_bytes')
row "memory of the debug container, jattach or perl" "$peak" 6
# shellcheck disable=SC2086 # a list
resident=$(kubectl exec "$pod" -c "$debugger" -- sh -c '
  jcmd "$@" 1 VM.version > /dev/null & jcmd=$!
  most=0
  while [ -d "/proc/$jcmd" ]; do
    while read -r key value _; do [ "$key" = VmHWM: ] && most=$value; done 2> /dev/null < "/proc/$jcmd/status"
  done
  echo $((most * 1024))' jcmd $flags)
row "memory of jcmd, where there is neither" "$resident" 45
