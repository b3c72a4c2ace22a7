#!/usr/bin/env bash
# Puts images/cli/Dockerfile and the published binaries into artifacts/image-contexts/cli, each in a folder with the name
# that an engine's TARGETARCH has: what the image is built from.
# usage: scripts/images/cli-context.sh [amd64] [arm64]    by default this machine's
set -euo pipefail
cd "$(dirname "$0")/../.."
out=artifacts/image-contexts/cli
case $(uname -m) in aarch64 | arm64) own=arm64 ;; *) own=amd64 ;; esac
for arch in "${@:-$own}"; do
  rid=${arch/amd64/x64}
  scripts/publish.sh "linux-$rid"
  bin=artifacts/bin
  [ "$arch" = "$own" ] || bin=artifacts/bin-$rid
  mkdir -p "$out/$arch"
  # Only what changed: the image is cached by content.
  cmp -s "$bin/jvmdebug" "$out/$arch/jvmdebug" || cp "$bin/jvmdebug" "$out/$arch/jvmdebug"
done
cp images/cli/Dockerfile "$out/Dockerfile"
