#!/usr/bin/env bash
# Reading a recording: jvmdebug and the JDK's own jfr on the same file, one after the other, as ratios of wall time.
# The recording is a real one (tests/targets/various), its chunks repeated with later times until it is large enough.
# usage: scripts/bench/jfr.sh JVMDEBUG
# JFR_BENCH_MB: size of the file both read (300). JFR_BENCH_LARGE_MB: of the largest that jvmdebug reads alone (3000).
set -euo pipefail
cd "$(dirname "$0")/../.."
jvmdebug=$1
size=${JFR_BENCH_MB:-300}
large=${JFR_BENCH_LARGE_MB:-3000}

# The newest JDK with a jfr tool here: 'jfr view' is there since 21.
jdk='' newest=0
for home in "${JAVA_HOME:-}" /usr/lib/jvm/* /opt/java/*; do
  [ -x "$home/bin/jfr" ] && [ -x "$home/bin/javac" ] && [ -f "$home/release" ] || continue
  version=$(sed -n 's/^JAVA_VERSION="\(1\.\)\?\([0-9]*\).*/\2/p' "$home/release")
  if [ "$version" -gt "$newest" ]; then newest=$version jdk=$home/bin; fi
done
if [ -z "$jdk" ]; then echo "reading recordings is not compared: no JDK with a jfr tool is installed" >&2; exit 0; fi

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
now() { date +%s%N; }
timed() { local start; start=$(now); "$@" > "$scratch/out" 2>&1 || { cat "$scratch/out" >&2; return 1; }; echo $((($(now) - start) / 1000000)); }
best() { for _ in 1 2 3; do timed "$@"; done | sort -n | head -1; }
row() { awk -v name="$1" -v a="$2" -v b="$3" -v want="$4" 'BEGIN { printf "%-52s %8d ms %8d ms   %5.1f times faster   (want %s)\n", name, a, b, b / a, want }'; }
peak() { # COMMAND...: kilobytes
  "$@" > /dev/null 2>&1 & local pid=$! most=0 seen
  while seen=$(awk '/^VmHWM/ { print $2 }' "/proc/$pid/status" 2> /dev/null); do
    if [ "${seen:-0}" -gt "$most" ]; then most=$seen; fi
    sleep 0.01
  done
  wait "$pid"
  echo "$most"
}

"$jdk/javac" -nowarn -d "$scratch/classes" tests/targets/various/demo/Various.java
VARIOUS_SECONDS=60 "$jdk/java" -Xmx256m -XX:+UseG1GC -XX:StartFlightRecording=settings=profile,filename="$scratch/once.jfr" -cp "$scratch/classes" demo.Various > /dev/null
"$jdk/java" scripts/bench/Repeat.java "$scratch/once.jfr" "$size" "$scratch/recording.jfr"
cat "$scratch/recording.jfr" > /dev/null
echo "a recording of $size MB: jvmdebug, the JDK $newest's jfr, and how many times faster"
row "jfr summary, with findings" "$(best "$jvmdebug" jfr summary "$scratch/recording.jfr")" "$(best "$jdk/jfr" summary "$scratch/recording.jfr")" ">= 10"
if [ "$newest" -ge 21 ]; then
  row "jfr view hot-methods" "$(best "$jvmdebug" jfr view hot-methods "$scratch/recording.jfr")" "$(best "$jdk/jfr" view hot-methods "$scratch/recording.jfr")" ">= 10"
fi

# No converter to flame graphs comes with a JDK; what a script has is the text of 'jfr print'.
by_print() { "$jdk/jfr" print --events jdk.ExecutionSample --stack-depth 64 "$scratch/recording.jfr" | awk '/^  stackTrace/ { n++ } END { print n }'; }
row "jfr flamegraph / jfr print of the same events" "$(best "$jvmdebug" jfr flamegraph "$scratch/recording.jfr" --output "$scratch/flame.html")" "$(timed by_print)" ">= 10"

# shellcheck disable=SC2086 # a command is one word or two
for command in "summary" "view hot-methods"; do
  one=$(best taskset -c 0 "$jvmdebug" jfr $command "$scratch/recording.jfr")
  all=$(best "$jvmdebug" jfr $command "$scratch/recording.jfr")
  awk -v name="jfr $command: all cores, one core" -v one="$one" -v all="$all" -v cores="$(nproc)" 'BEGIN { printf "%-52s %8d ms %8d ms   %5.2f times faster on %d cores than on one\n", name, all, one, one / all, cores }'
done

echo "cost by size"
# shellcheck disable=SC2086 # a command is one word or two
for megabytes in 10 100 1000 "$large"; do
  "$jdk/java" scripts/bench/Repeat.java "$scratch/once.jfr" "$megabytes" "$scratch/sized.jfr"
  bytes=$(stat -c %s "$scratch/sized.jfr")
  cat "$scratch/sized.jfr" > /dev/null
  for command in "summary" "view hot-methods"; do
    took=$(best "$jvmdebug" jfr $command "$scratch/sized.jfr")
    most=$(peak "$jvmdebug" jfr $command "$scratch/sized.jfr")
    awk -v name="jfr $command" -v bytes="$bytes" -v took="$took" -v most="$most" 'BEGIN { printf "%-24s %8.0f MB %8d ms %8.0f MB/s   peak %4.0f MB   (want below 200 MB)\n", name, bytes / 1048576, took, bytes / 1048.576 / took, most / 1024 }'
  done
  rm "$scratch/sized.jfr"
done
