#!/usr/bin/env bash
# Parse speed of `threads analyze` on a generated dump of 100 MB: some hundred samples of a server with 300 threads.
# The peer is grep counting the threads in the same file: what a person would do without a tool.
#
# usage: scripts/bench/threads.sh JVMDEBUG
set -euo pipefail
jvmdebug=$1
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
awk 'BEGIN {
  for (dump = 0; size < 100e6; dump++) {
    text = sprintf("2026-03-01 %02d:%02d:%02d\nFull thread dump OpenJDK 64-Bit Server VM (17.0.15+6 mixed mode, sharing):\n\n", dump / 3600, dump / 60 % 60, dump % 60)
    for (t = 1; t <= 300; t++) {
      text = text sprintf("\"http-nio-8080-exec-%d\" #%d daemon prio=5 os_prio=0 cpu=%d.50ms elapsed=%d.00s tid=0x00007f%08x nid=0x%x waiting on condition  [0x00007f0000000000]\n   java.lang.Thread.State: WAITING (parking)\n\tat jdk.internal.misc.Unsafe.park(java.base@17.0.15/Native Method)\n\t- parking to wait for  <0x%016x> (a java.util.concurrent.locks.AbstractQueuedSynchronizer$ConditionObject)\n", t, t + 10, dump * t % 9973, dump + 10, t, t + 100, 4096 + t % 7)
      for (f = 0; f < 10 + t % 20; f++) text = text sprintf("\tat com.example.shop.service%d.Handler%d.handle(Handler%d.java:%d)\n", t % 13, f, f, 10 + f)
      text = text "\n   Locked ownable synchronizers:\n\t- None\n\n"
    }
    text = text "\"VM Thread\" os_prio=0 cpu=2.96ms elapsed=16.50s tid=0x00007f01 nid=0x769d runnable\n\nJNI global refs: 12, weak refs: 0\n\n"
    printf "%s", text
    size += length(text)
  }
}' > "$scratch/dumps.txt"
bytes=$(stat -c %s "$scratch/dumps.txt")
now() { date +%s%N; }
best() { # COMMAND...: nanoseconds of the fastest of three
  local least=0 start took
  for _ in 1 2 3; do
    start=$(now)
    "$@" > /dev/null
    took=$(($(now) - start))
    if [ "$least" = 0 ] || [ "$took" -lt "$least" ]; then least=$took; fi
  done
  echo "$least"
}
ours=$(best "$jvmdebug" threads analyze "$scratch/dumps.txt" -o json)
theirs=$(best env LC_ALL=C grep -c '^"' "$scratch/dumps.txt")
awk -v bytes="$bytes" -v a="$ours" -v b="$theirs" 'BEGIN { printf "%-52s %8.0f MB/s (%d MB in %d ms; grep -c alone %d ms)   (want above 100 MB/s)\n", "threads analyze, 100 MB of dumps", bytes / a * 1000, bytes / 1e6, a / 1e6, b / 1e6 }'
