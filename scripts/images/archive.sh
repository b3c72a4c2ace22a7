# shellcheck shell=bash disable=SC2154 # sourced by build-images.sh
# An image as one OCI archive: a tar of an image layout (image-spec, image-layout.md), with the name in the annotation
# that containerd's import reads.

# The name in full, as containerd normalises it: eclipse-temurin:17-jdk is docker.io/library/eclipse-temurin:17-jdk.
full_reference() { # REFERENCE
  case $1 in
    *.*/*) echo "$1" ;;
    */*) echo "docker.io/$1" ;;
    *) echo "docker.io/library/$1" ;;
  esac
}

blob_add() { # DIRECTORY FILE: prints the digest
  local sum
  sum=$(sha256sum "$2" | cut -d' ' -f1)
  mv "$2" "$1/blobs/sha256/$sum"
  echo "$sum"
}

descriptor() { # MEDIA-TYPE DIGEST FILE
  printf '{"mediaType":"application/vnd.oci.image.%s","digest":"sha256:%s","size":%d}' "$1" "$2" "$(stat -c %s "$3")"
}

archive_write() { # NAME STAGE REFERENCE
  local name=$1 stage=$2 reference key dir layer digest layers="" diffs="" config manifest
  reference=$(full_reference "$3")
  key=$(echo "archive $layer_format $reference ${stage_key[$stage]} ${stage_config[$stage]}" | hash_of)
  [ -f "$output/$name.tar" ] && [ "$(cat "$output/.$name.key" 2> /dev/null)" = "$key" ] && return
  say "$reference"
  dir=$(mktemp -d "$cache/tmp.XXXXXX")
  mkdir -p "$dir/blobs/sha256"
  for layer in ${stage_layers[$stage]}; do
    layer_blob "$layer"
    digest=$(cat "$cache/layers/$layer/blob.digest")
    ln -sf "$cache/layers/$layer/blob" "$dir/blobs/sha256/$digest"
    layers+="${layers:+,}$(descriptor layer.v1.tar+zstd "$digest" "$cache/layers/$layer/blob")"
    diffs+="${diffs:+,}\"sha256:$(cat "$cache/layers/$layer/blob.diffid")\""
  done
  jq -cn --arg arch "$arch" --argjson config "${stage_config[$stage]}" --argjson diffs "[$diffs]" \
    '{architecture: $arch, os: "linux", config: $config, rootfs: {type: "layers", diff_ids: $diffs}}' > "$dir/config"
  config=$(blob_add "$dir" "$dir/config")
  jq -cn --argjson config "$(descriptor config.v1+json "$config" "$dir/blobs/sha256/$config")" --argjson layers "[$layers]" \
    '{schemaVersion: 2, mediaType: "application/vnd.oci.image.manifest.v1+json", config: $config, layers: $layers}' > "$dir/manifest"
  manifest=$(blob_add "$dir" "$dir/manifest")
  jq -cn --argjson manifest "$(descriptor manifest.v1+json "$manifest" "$dir/blobs/sha256/$manifest")" --arg name "$reference" \
    '{schemaVersion: 2, manifests: [$manifest + {annotations: {"io.containerd.image.name": $name, "org.opencontainers.image.ref.name": ($name | sub(".*:"; ""))}}]}' > "$dir/index.json"
  echo '{"imageLayoutVersion":"1.0.0"}' > "$dir/oci-layout"
  tar --dereference --sort=name --numeric-owner --mtime=@0 -C "$dir" -cf "$output/.$name.new" oci-layout index.json blobs
  mv "$output/.$name.new" "$output/$name.tar"
  echo "$key" > "$output/.$name.key"
  rm -rf "$dir"
}
