#!/usr/bin/env bash
# Publishes the native binary to artifacts/bin/jvmdebug, linked as kubectl-jvmdebug; symbols stay aside in artifacts/symbols.
# That of the other architecture comes to lie in artifacts/bin-ARCH (x64 or arm64). It takes lld and the C library of that
# architecture: on Debian the packages lld, gcc-aarch64-linux-gnu and libc6-dev-arm64-cross (or -x86-64- and -amd64-).
# usage: scripts/publish.sh [linux-x64|linux-arm64]
set -euo pipefail
cd "$(dirname "$0")/.."
case $(uname -m) in aarch64 | arm64) own=linux-arm64 ;; *) own=linux-x64 ;; esac
rid=${1:-$own}
out=artifacts/bin symbols=artifacts/symbols linker=()
if [ "$rid" != "$own" ]; then
  out=artifacts/bin-${rid#linux-} symbols=artifacts/symbols-${rid#linux-} linker=(-p:LinkerFlavor=lld)
fi
stamp=artifacts/publish.$rid.sha256

# Native compilation takes a minute: only when something it is made of changed.
sum=$({ find src -name obj -prune -o -name bin -prune -o -type f -print0; printf '%s\0' Directory.*.props global.json; } | sort -z | xargs -0 sha256sum | sha256sum)
if [ -x "$out/jvmdebug" ] && [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$sum" ]; then exit 0; fi

# Restored for all runtimes first: a restore for one alone does not agree with the lock files.
dotnet restore src/JvmDebug.Cli -v quiet
dotnet publish src/JvmDebug.Cli --no-restore -c Release -r "$rid" -o artifacts/publish --nologo -v quiet "${linker[@]}"
mkdir -p "$out" "$symbols"
rm -f "$out"/*
mv artifacts/publish/*.dbg "$symbols"/ 2> /dev/null || true
mv artifacts/publish/jvmdebug "$out/"
rm -rf artifacts/publish
ln -sf jvmdebug "$out/kubectl-jvmdebug"
echo "$sum" > "$stamp"
ls -l "$out"
