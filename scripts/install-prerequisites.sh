#!/usr/bin/env bash
# Installs what make needs beyond the .NET SDK, with apt; silent and quick when all is there.
set -euo pipefail

# program:package
needed="containerd:containerd runc:runc ip:iproute2 clang:clang ar:binutils jq:jq xz:xz-utils zstd:zstd setpriv:util-linux"
missing=""
for pair in $needed; do
  PATH=$PATH:/usr/sbin:/sbin command -v "${pair%%:*}" > /dev/null || missing="$missing ${pair##*:}"
done
[ -x /usr/lib/cni/bridge ] || missing="$missing containernetworking-plugins"
[ -e /usr/include/zlib.h ] || missing="$missing zlib1g-dev"
[ -e /usr/share/keyrings/debian-archive-keyring.gpg ] || missing="$missing debian-archive-keyring"
[ -z "$missing" ] && exit 0

command -v apt-get > /dev/null || { echo "Please install:$missing (apt-get is not on this machine)" >&2; exit 1; }
[ "$(id -u)" = 0 ] || { echo "Please run as root, or install:$missing" >&2; exit 1; }
echo "installing:$missing" >&2
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
# policy-rc.d: containerd's package would start a system-wide containerd, and the test cluster has its own.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  trap 'rm -f "$policy" "$log"' EXIT
  printf '#!/bin/sh\nexit 101\n' > "$policy"
  chmod +x "$policy"
fi
# shellcheck disable=SC2086 # a list of packages
{ apt-get update && apt-get install -y --no-install-recommends $missing; } > "$log" 2>&1 || { cat "$log" >&2; exit 1; }
