#!/usr/bin/env bash
# Publishes the native binary to artifacts/bin/jvmdebug, linked as kubectl-jvmdebug; symbols stay aside in artifacts/symbols.
# usage: scripts/publish.sh [RUNTIME-IDENTIFIER]
set -euo pipefail
cd "$(dirname "$0")/.."
case $(uname -m) in aarch64 | arm64) arch=arm64 ;; *) arch=x64 ;; esac
rid=${1:-linux-$arch}
out=artifacts/bin
stamp=artifacts/publish.$rid.sha256

# Native compilation takes a minute: only when something it is made of changed.
sum=$({ find src -name obj -prune -o -name bin -prune -o -type f -print0; printf '%s\0' Directory.*.props global.json; } | sort -z | xargs -0 sha256sum | sha256sum)
if [ -x "$out/jvmdebug" ] && [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$sum" ]; then exit 0; fi

# Restored for all runtimes first: a restore for one alone does not agree with the lock files.
dotnet restore src/JvmDebug.Cli -v quiet
dotnet publish src/JvmDebug.Cli --no-restore -c Release -r "$rid" -o artifacts/publish --nologo -v quiet
mkdir -p "$out" artifacts/symbols
rm -f "$out"/*
mv artifacts/publish/*.dbg artifacts/symbols/ 2> /dev/null || true
mv artifacts/publish/jvmdebug "$out/"
rm -rf artifacts/publish
ln -sf jvmdebug "$out/kubectl-jvmdebug"
echo "$sum" > "$stamp"
ls -l "$out"
