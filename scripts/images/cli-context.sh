#!/usr/bin/env bash
# Puts images/cli/Dockerfile and the published binary into artifacts/image-contexts/cli: what the image is built from.
set -euo pipefail
cd "$(dirname "$0")/../.."
out=artifacts/image-contexts/cli
scripts/publish.sh
mkdir -p "$out"
# Only what changed: the image is cached by content.
cmp -s artifacts/bin/jvmdebug "$out/jvmdebug" || cp artifacts/bin/jvmdebug "$out/jvmdebug"
cp images/cli/Dockerfile "$out/Dockerfile"
