#!/usr/bin/env bash
# Installs the servers that the tests of the sinks store into (tests/storage-servers) to artifacts/storage-servers.
# Silent and quick when they are there.
set -euo pipefail
cd "$(dirname "$0")/.."
here=tests/storage-servers
out=artifacts/storage-servers
sum=$(cat "$here"/package.json "$here"/package-lock.json | sha256sum)
mkdir -p "$out"
exec 9> "$out/lock"
flock 9
[ "$(cat "$out/installed" 2> /dev/null)" != "$sum" ] || exit 0
command -v npm > /dev/null || scripts/install-prerequisites.sh
cp "$here"/package.json "$here"/package-lock.json "$here"/.npmrc "$out"
# No package of these needs an install script, and none gets to run one.
(cd "$out" && npm ci --ignore-scripts --no-audit --no-fund > npm.log 2>&1) || { tail -n 40 "$out/npm.log" >&2; exit 1; }
echo "$sum" > "$out/installed"
