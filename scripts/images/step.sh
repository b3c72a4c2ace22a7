#!/usr/bin/env bash
# One step of a Dockerfile, in mount and PID namespaces of its own (see layer_make), so that nothing of it outlives it.
# usage: step.sh TMP LOWER APT run ENVIRONMENT USER WORKDIR COMMAND
#        step.sh TMP LOWER APT copy FROM-LOWER|- CONTEXT CHOWN WORKDIR SOURCE... DESTINATION
#        step.sh TMP LOWER APT mkdir DIRECTORY
# Writes TMP/fs and TMP/removed. ENVIRONMENT has one NAME=VALUE a line.
set -euo pipefail
tmp=$1 lower=$2 apt=$3 step=$4
shift 4
root=$tmp/root
mkdir -p "$root" "$tmp/work" "$tmp/below"
# Without redirect_dir and metacopy each file and directory of the upper layer is whole.
mount -t overlay overlay -o "lowerdir=$lower,upperdir=$tmp/fs,workdir=$tmp/work,redirect_dir=off,metacopy=off" "$root"
mount -t overlay overlay -o "lowerdir=$lower" "$tmp/below"

# A path of the image on this machine; a link that leads out of the image is an error, not a way to this machine's files.
inside() { # ROOT PATH
  local path
  path=$(realpath -m "$1/$2")
  case $path/ in "$1"/*) echo "$path" ;; *) echo "$2 leads out of the image" >&2; exit 1 ;; esac
}

devices() {
  local node
  mount -t tmpfs -o mode=755 tmpfs "$root/dev"
  for node in null zero full random urandom tty; do
    : > "$root/dev/$node"
    mount --bind "/dev/$node" "$root/dev/$node"
  done
  ln -s /proc/self/fd "$root/dev/fd"
  install -d -m 1777 "$root/dev/shm"
}

# The mirror and the index are this machine's; what the step does to the index (rm -rf lists) stays with the step. Of
# the packages it downloads all keep a copy, and apt's lock on the folder is the step's own.
machine_apt() {
  local folder
  for folder in lists archives; do
    mkdir -p "$tmp/$folder" "$tmp/$folder-work"
  done
  mount -t overlay overlay -o "lowerdir=$apt/lists,upperdir=$tmp/lists,workdir=$tmp/lists-work" "$root/var/lib/apt/lists"
  mount -t overlay overlay -o "lowerdir=$apt/archives,upperdir=$tmp/archives,workdir=$tmp/archives-work" "$root/var/cache/apt/archives"
  mount --bind "$apt/sources.list" "$root/etc/apt/sources.list"
  { cat "$apt/machine.conf"; echo 'Dir::Cache::pkgcache "archives/pkgcache.bin"; Dir::Cache::srcpkgcache "archives/srcpkgcache.bin";'; } > "$root/dev/apt.conf"
}

run() { # ENVIRONMENT USER WORKDIR COMMAND
  local environment
  mapfile -t environment < <(grep . <<< "$1")
  mount -t proc proc "$root/proc"
  devices
  mount --bind /etc/resolv.conf "$root/etc/resolv.conf"
  machine_apt
  # shellcheck disable=SC2016 # expanded inside
  chroot --userspec="$2" "$root" /usr/bin/env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root \
    DEBIAN_FRONTEND=noninteractive APT_CONFIG=/dev/apt.conf "${environment[@]}" /bin/sh -c 'cd "$0" && eval "$1"' "$3" "$4"
  umount -R "$root/proc" "$root/dev" "$root/var/lib/apt/lists" "$root/var/cache/apt/archives" "$root/etc/apt/sources.list" "$root/etc/resolv.conf"
  find "$tmp/archives" -maxdepth 1 -name '*.deb' -exec mv -t "$apt/archives" {} +
}

copy() { # FROM-LOWER|- CONTEXT CHOWN WORKDIR SOURCE... DESTINATION
  local from=$1 context=$2 chown=$3 workdir=$4 sources destination source to
  shift 4
  sources=("${@:1:$#-1}")
  destination=${*: -1}
  [ "${destination:0:1}" = / ] || destination=$workdir/$destination
  if [ "$from" != - ]; then
    context=$tmp/from
    mkdir -p "$context"
    mount -t overlay overlay -o "lowerdir=$from" "$context"
  fi
  for source in "${sources[@]}"; do
    source=$(inside "$context" "$source")
    # A folder stands for what is in it; so it is copied first, which keeps the attributes of a destination that exists.
    mkdir -p "$tmp/staged"
    if [ -d "$source" ]; then
      cp -a --no-preserve=ownership "$source/." "$tmp/staged"
      to=$(inside "$root" "$destination")
    elif [ "${destination: -1}" = / ]; then
      cp -a --no-preserve=ownership "$source" "$tmp/staged/"
      to=$(inside "$root" "$destination")
    else
      cp -a --no-preserve=ownership "$source" "$tmp/staged/$(basename "$destination")"
      to=$(inside "$root" "$(dirname "$destination")")
    fi
    [ "$chown" = - ] || chown -R "$chown" "$tmp/staged"
    mkdir -p "$to"
    find "$tmp/staged" -mindepth 1 -maxdepth 1 -exec cp -a -t "$to" {} +
    rm -rf "$tmp/staged"
  done
}

case $step in
  run) run "$@" ;;
  copy) copy "$@" ;;
  mkdir) mkdir -p "$(inside "$root" "$1")" ;;
esac

# What was below and is no more, without what lies under a directory that is gone itself.
comm -23 <(cd "$tmp/below" && find . -mindepth 1 | sort) <(cd "$root" && find . -mindepth 1 | sort) \
  | while read -r path; do [ -d "$root/$(dirname "$path")" ] && echo "$path"; done > "$tmp/removed" || true
