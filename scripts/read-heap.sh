#!/usr/bin/env bash
# Opens a heap dump with VisualVM's reader, which is nobody's of this project, and prints what it finds in it. The reader
# comes out of Debian's package, without the desktop that it depends on.
# usage: scripts/read-heap.sh FILE.hprof
set -euo pipefail
file=$(realpath "$1")
cd "$(dirname "$0")/.."
here=$PWD/artifacts/visualvm
classpath=$here/usr/share/visualvm/visualvm/modules/org-graalvm-visualvm-lib-jfluid-heap.jar
if [ ! -e "$classpath" ]; then
  mkdir -p "$here"
  (cd "$here" && apt-get -q download visualvm > download.log 2>&1 && dpkg -x visualvm_*.deb .) || { cat "$here/download.log" >&2; exit 1; }
fi
mkdir -p "$here/classes"
[ "$here/classes/ReadHeap.class" -nt tests/readers/ReadHeap.java ] || javac -cp "$classpath" -d "$here/classes" tests/readers/ReadHeap.java
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
java -Djava.io.tmpdir="$scratch" -Xmx512m -cp "$here/classes:$classpath" ReadHeap "$file"
