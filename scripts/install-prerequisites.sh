#!/usr/bin/env bash
# Installs what building, testing and the demo need beyond the .NET SDK, from the machine's own Debian or Ubuntu
# packages. Silent and quick when all is there.
set -euo pipefail
PATH=$PATH:/usr/sbin:/sbin

# A program or file that is needed, and the package that brings it.
needed() {
  cat << 'LIST'
containerd containerd
ctr containerd
runc runc
ip iproute2
mount mount
unshare util-linux
mmdebstrap mmdebstrap
zstd zstd
jq jq
busybox busybox-static
catatonit catatonit
ar binutils
clang clang
chromium chromium
javac default-jdk-headless
node nodejs
npm npm
/usr/include/zlib.h zlib1g-dev
/usr/share/keyrings/debian-archive-keyring.gpg debian-archive-keyring
LIST
}

missing=()
while read -r what package; do
  case $what in
    /*) [ -e "$what" ] || missing+=("$package") ;;
    *) command -v "$what" > /dev/null || missing+=("$package") ;;
  esac
done < <(needed)
# Debian's package and the upstream archive put them in different places.
[ -x /usr/lib/cni/bridge ] || [ -x /opt/cni/bin/bridge ] || missing+=(containernetworking-plugins)
[ ${#missing[@]} -gt 0 ] || exit 0

command -v apt-get > /dev/null || { echo "There is no apt-get here. Please install, under the names of your distribution: ${missing[*]}" >&2; exit 1; }
[ "$(id -u)" = 0 ] || { echo "Please run this as root, or first: sudo apt-get install ${missing[*]}" >&2; exit 1; }
echo "installing ${missing[*]}" >&2

log=$(mktemp)
policy=/usr/sbin/policy-rc.d
made_policy=no
clean_up() {
  rm -f "$log"
  [ "$made_policy" = no ] || rm -f "$policy"
}
trap clean_up EXIT
# containerd's package would start a system-wide containerd; the test cluster runs its own.
if [ ! -e "$policy" ]; then
  printf '#!/bin/sh\nexit 101\n' > "$policy"
  chmod +x "$policy"
  made_policy=yes
fi
apt() { DEBIAN_FRONTEND=noninteractive apt-get -q -o Acquire::Retries=3 -o DPkg::Lock::Timeout=300 "$@" >> "$log" 2>&1; }
{ apt update && apt install -y --no-install-recommends "${missing[@]}"; } || { tail -n 40 "$log" >&2; exit 1; }
