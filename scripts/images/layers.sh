# shellcheck shell=bash disable=SC2154 # sourced by build-images.sh
# Layers. Each lies in $cache/layers/KEY:
#   fs        the files, as overlayfs keeps an upper directory (so it serves as a lower one)
#   removed   what the step deleted from the layers below, one path a line
#   blob      the compressed OCI layer, made when an image needs it, with blob.digest and blob.diffid beside it

# Part of every key: raise it when the way a layer is made changes.
# shellcheck disable=SC2034 # used by the other files
layer_format=1
prune_days=14

layer_exists() { [ -d "$cache/layers/$1" ] && touch "$cache/layers/$1"; } # KEY

# Makes a layer unless it is there, or another image that is being built at the same time makes it.
layer_ensure() { # KEY MAKER ARGUMENT...
  layer_exists "$1" && return
  mkdir -p "$cache/locks"
  (
    flock 8
    layer_exists "$1" || "$2" "$1" "${@:3}"
  ) 8> "$cache/locks/$1"
}

# What interrupted builds left.
layers_clean() { rm -rf "$cache"/tmp.* "$cache/locks"; }

# Layers that no build has asked for in a while: of package versions that are gone, mostly.
layers_prune() {
  mkdir -p "$cache/layers"
  find "$cache/layers" -mindepth 1 -maxdepth 1 -mtime +"$prune_days" -exec rm -rf {} +
  find "$cache"/apt/*/archives -name '*.deb' -mtime +"$prune_days" -delete 2> /dev/null || true
}

# debian:SUITE-slim: what mmdebstrap calls minbase, less documentation, as the official image.
layer_debian() { # KEY SUITE
  local key=$1 suite=$2 tmp
  tmp=$(mktemp -d "$cache/tmp.XXXXXX")
  apt_machine_configuration > "$tmp/apt.conf"
  say "debian:$suite-slim"
  # In a mount namespace of its own, so that an interrupted run leaves no mount behind. Without our locks: it has the shell
  # write to the first free descriptor, and dash knows those of one digit only.
  unshare --mount --propagation private mmdebstrap --mode=root --architectures="$arch" --variant=minbase --aptopt="$tmp/apt.conf" \
    --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-include=/usr/share/doc/*/copyright' \
    --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/info/*' \
    --dpkgopt='path-exclude=/usr/share/locale/*' --dpkgopt='path-exclude=/usr/share/lintian/*' --dpkgopt=force-unsafe-io \
    "$suite" "$tmp/fs" "$cache/apt/$suite/sources.list" > "$tmp/log" 2>&1 8>&- 9>&- || { cat "$tmp/log" >&2; die "mmdebstrap of $suite failed"; }
  rm -rf "$tmp/fs"/dev/* "$tmp/fs"/etc/apt/apt.conf.d/99mmdebstrap "$tmp/fs"/etc/apt/sources.list.d/* "$tmp/fs"/var/log/*.log "$tmp/fs"/var/log/apt/*
  # Mount points: the files of this machine appear there during a RUN only.
  for file in etc/apt/sources.list etc/resolv.conf etc/hostname; do rm -f "$tmp/fs/$file"; : > "$tmp/fs/$file"; done
  printf '#!/bin/sh\nexit 101\n' > "$tmp/fs/usr/sbin/policy-rc.d"
  chmod +x "$tmp/fs/usr/sbin/policy-rc.d"
  : > "$tmp/removed"
  layer_keep "$key" "$tmp"
}

# Runs a step over the layers below and keeps what it wrote.
layer_make() { # KEY LABEL SUITE LOWER-KEYS STEP ARGUMENT...: see step.sh
  local key=$1 label=$2 suite=$3 lower_keys=$4 tmp
  say "$label"
  shift 4
  tmp=$(mktemp -d "$cache/tmp.XXXXXX")
  mkdir -p "$tmp/fs"
  unshare --mount --propagation private --pid --fork --kill-child --mount-proc \
    bash "$scripts/step.sh" "$tmp" "$(overlay_order "$lower_keys")" "$cache/apt/$suite" "$@" > "$tmp/log" 2>&1 \
    || { tail -n 40 "$tmp/log" >&2; die "failed: $label"; }
  # Only here: in the step's namespace these are mount points.
  rm -rf "$tmp"/{root,below,from,work,lists,lists-work,archives,archives-work}
  layer_keep "$key" "$tmp"
}

layer_keep() { # KEY TMP
  mkdir -p "$cache/layers"
  rm -rf "$cache/layers/$1"
  mv "$2" "$cache/layers/$1"
}

# overlayfs wants the uppermost layer first, and two at least.
overlay_order() { # LOWER-KEYS, lowest first
  local key order
  mkdir -p "$cache/empty-1" "$cache/empty-2"
  order=$cache/empty-1:$cache/empty-2
  for key in $1; do order=$cache/layers/$key/fs:$order; done
  echo "$order"
}

layer_is_empty() { [ -z "$(ls -A "$cache/layers/$1/fs")" ]; } # KEY

# The layer as OCI wants it: deletions are files named .wh.NAME (image-spec, layer.md), overlayfs's own marks are left out.
layer_blob() { # KEY
  mkdir -p "$cache/locks"
  (
    flock 8
    [ -f "$cache/layers/$1/blob.digest" ] || layer_blob_make "$cache/layers/$1"
  ) 8> "$cache/locks/$1.blob"
}

layer_blob_make() { # DIRECTORY
  local layer=$1
  mkdir -p "$layer/whiteouts"
  local path
  while read -r path; do
    mkdir -p "$layer/whiteouts/$(dirname "$path")"
    : > "$layer/whiteouts/$(dirname "$path")/.wh.$(basename "$path")"
  done < "$layer/removed"
  (cd "$layer/fs" && find . -mindepth 1 ! -type c -print0 | sort -z) > "$layer/names"
  (cd "$layer/whiteouts" && find . -name '.wh.*' -print0) > "$layer/whiteout-names"
  # zstd -1 is nearly free, and half the bytes to hash and store make the import quicker.
  tar --null --no-recursion --numeric-owner -C "$layer/fs" -T "$layer/names" -C "$layer/whiteouts" -T "$layer/whiteout-names" -cf - \
    | tee >(sha256sum | cut -d' ' -f1 > "$layer/blob.diffid") | zstd -q -1 -T2 > "$layer/blob"
  rm -rf "$layer/whiteouts" "$layer/names" "$layer/whiteout-names"
  sha256sum "$layer/blob" | cut -d' ' -f1 > "$layer/blob.digest"
}
