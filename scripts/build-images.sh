#!/usr/bin/env bash
# Builds the container images of tests and demo where there is neither a container engine nor a registry. It reads the
# same Dockerfiles that an engine would: FROM debian:SUITE-slim becomes a mmdebstrap of this machine's own mirror, a RUN
# happens in a chroot over an overlay, and each image ends as one OCI archive that `ctr -n k8s.io images import` takes.
#
# Cached by content, as docker build does it: a step runs again when its instruction, the files it copies, a step before
# it, or the version of a package it installs has changed. Packages are looked up again once a day, or with --refresh.
#
# usage: scripts/build-images.sh [--output DIR] [--arch ARCH] [--refresh] [--all | NAME...]
# ARCH is amd64 or arm64, by default this machine's. For the other one its programs must run here: binfmt_misc has to know
# an emulator (qemu-user-static, loaded beforehand: flag F), as for docker buildx; mmdebstrap asks arch-test.
# NAME is one of scripts/images/images.list, or a glob. What comes from Debian's unstable suite (JDK 8, 11 and the newest
# are only there) is built by name or with --all: on a bad day of that suite all else must still build.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
repo=$PWD
scripts=$repo/scripts/images
own_arch=$(dpkg --print-architecture)
arch=$own_arch
output=''
refresh=no
wanted=()

while [ $# -gt 0 ]; do
  case $1 in
    --output) output=$(realpath -m "$2"); shift ;;
    --arch) arch=$2; shift ;;
    --refresh) refresh=yes ;;
    --all) wanted=('*') ;;
    -*) echo "usage: scripts/build-images.sh [--output DIR] [--arch ARCH] [--refresh] [--all | NAME...]" >&2; exit 2 ;;
    *) wanted+=("$1") ;;
  esac
  shift
done

of_arch=''
[ "$arch" = "$own_arch" ] || of_arch=-$arch
output=${output:-$repo/artifacts/images$of_arch}
# The steps check that no path leads out of an image, so that none may lead through a link here.
cache=$(realpath -m "$repo/artifacts/image-cache$of_arch")

say() { echo "[images] $*" >&2; }
die() { say "$*"; exit 1; }

# shellcheck source-path=SCRIPTDIR/images
{
  source "$scripts/apt.sh"
  source "$scripts/layers.sh"
  source "$scripts/dockerfile.sh"
  source "$scripts/instructions.sh"
  source "$scripts/archive.sh"
}

hash_of() { sha256sum | cut -c1-24; }

is_wanted() { # NAME REST-OF-LINE
  local pattern
  if [ ${#wanted[@]} -eq 0 ]; then [[ $2 != *SUITE=sid* ]]; return; fi
  for pattern in "${wanted[@]}"; do
    # shellcheck disable=SC2053 # the right side is a glob
    [[ $1 == $pattern ]] && return 0
  done
  return 1
}

# All that an archive depends on, seen from outside; equal means that not even the Dockerfile has to be read.
fingerprint() { # CONTEXT REST-OF-LINE
  { echo "$*"; cat "$cache/apt/refreshed" 2> /dev/null || true; find scripts/images "$1" -type f -print0 | sort -z | xargs -0 sha256sum; } | hash_of
}

is_current() { # NAME CONTEXT REST
  [ -f "$output/$1.tar" ] && [ "$(cat "$output/.$1.fingerprint" 2> /dev/null)" = "$(fingerprint "$2" "$3")" ]
}

build_image() { # NAME CONTEXT REST: TARGET REFERENCE [ARG=VALUE...]
  local name=$1 context=$2 target reference
  read -r target reference build_args <<< "$3"
  dockerfile_load "$repo/$context" "$build_args"
  [ "$target" != - ] || target=${stage_names[-1]}
  stage_build "$target"
  archive_write "$name" "$target" "$reference"
  fingerprint "$2" "$3" > "$output/.$name.fingerprint"
}

mapfile -t lines < <(grep -vE '^[[:space:]]*(#|$)' "$scripts/images.list")
# What cli is built from is made first: the published binary beside its Dockerfile.
if is_wanted cli ""; then "$scripts/cli-context.sh" "$arch" >&2; fi
todo=()
known=0
if [ "$refresh" = yes ] || ! apt_is_fresh; then todo=(all); fi
for line in "${lines[@]}"; do
  read -r name context rest <<< "$line"
  is_wanted "$name" "$rest" || continue
  known=$((known + 1))
  [ ${#todo[@]} -gt 0 ] || is_current "$name" "$context" "$rest" || todo=("$name")
done
[ "$known" -gt 0 ] || { say "no image is called ${wanted[*]}; they are: $(printf '%s\n' "${lines[@]}" | cut -d' ' -f1 | tr '\n' ' ')"; exit 2; }
[ ${#todo[@]} -gt 0 ] || exit 0

[ "$(id -u)" = 0 ] || die "building images takes root (mounts, chroot); with a container engine use the Dockerfiles, listed in scripts/images/images.list"
mkdir -p "$output" "$cache"
exec 9> "$cache/lock"
flock --nonblock 9 || { say "waiting for another build"; flock 9; }
layers_clean
if [ "$refresh" = yes ] || ! apt_is_fresh; then apt_refresh; fi

# Images of one JDK share most layers and wait for each other; those of different JDKs are made side by side.
failed=no
running=0
for line in "${lines[@]}"; do
  read -r name context rest <<< "$line"
  is_wanted "$name" "$rest" || continue
  is_current "$name" "$context" "$rest" && continue
  if [ "$running" -ge "$(nproc)" ]; then
    wait -n || failed=yes
    running=$((running - 1))
  fi
  build_image "$name" "$context" "$rest" < /dev/null &
  running=$((running + 1))
done
while [ "$running" -gt 0 ]; do
  wait -n || failed=yes
  running=$((running - 1))
done
[ "$failed" = no ] || die "not all images could be built"
layers_prune
