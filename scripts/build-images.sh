#!/usr/bin/env bash
# Builds the container images of tests and demo from Debian packages, with neither an engine nor a registry: rootfs
# directories become layers, layers become docker archives, which `ctr images import` takes. The Dockerfiles beside the
# sources give the same content where an engine exists.
#
# Cached by content: an archive is built again only when this script or a source changed. --refresh takes new packages.
# usage: scripts/build-images.sh [--refresh] [--output DIR] [NAME...]
set -euo pipefail
cd "$(dirname "$0")/.."
repo=$PWD
output=$repo/artifacts/images
work=$repo/artifacts/image-build
refresh=0
wanted=()
while [ $# -gt 0 ]; do
  case $1 in
    --refresh) refresh=1 ;;
    --output) output=$(realpath -m "$2"); shift ;;
    *) wanted+=("$1") ;;
  esac
  shift
done
all=(pause distroless java nojvm temurin-17 temurin-21 temurin-25 jdk jetty9)
[ ${#wanted[@]} -gt 0 ] || wanted=("${all[@]}")

mkdir -p "$output" "$work"
exec 9> "$work/lock"
flock 9
recipe=$({ cat scripts/build-images.sh; find tests/targets images/jdk -type f -print0 | sort -z | xargs -0 sha256sum; } | sha256sum | cut -c1-16)

say() { echo "[images] $*" >&2; }

# --- packages -------------------------------------------------------------------------------------------------------

# This machine's own mirror, from either form of apt's configuration.
mirror() {
  local uri
  uri=$({ sed -nE 's/^URIs:[[:space:]]*([^ ]+).*/\1/p' /etc/apt/sources.list.d/*.sources
    sed -nE 's/^deb[[:space:]]+(\[[^]]*\][[:space:]]+)?([^ ]+).*/\2/p' /etc/apt/sources.list /etc/apt/sources.list.d/*.list
  } 2> /dev/null | grep -E '/debian/?$' | head -n 1 || true)
  [ -n "$uri" ] || { say "no Debian mirror in apt's configuration"; exit 1; }
  printf '%s' "$uri"
}

suite_apt() { # SUITE COMMAND ARGS...
  local state=$work/apt/$1 command=$2
  shift 2
  "$command" -q -o Dir::Etc::sourcelist="$state/sources.list" -o Dir::Etc::sourceparts=/dev/null \
    -o Dir::State::lists="$state/lists" -o Dir::State::status="$state/status" -o Dir::Cache="$state/cache" \
    -o APT::Architecture="$(dpkg --print-architecture)" -o APT::Sandbox::User=root "$@"
}

prepare_suite() { # SUITE
  local state=$work/apt/$1
  [ -e "$state/ready" ] && [ "$refresh" = 0 ] && return
  mkdir -p "$state/lists/partial" "$state/cache/archives/partial"
  : > "$state/status"
  echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $(mirror) $1 main" > "$state/sources.list"
  suite_apt "$1" apt-get update > "$state/update.log" 2>&1 || { cat "$state/update.log" >&2; exit 1; }
  : > "$state/ready"
}

# Unpacks packages without their maintainer scripts: nothing is configured, nothing runs on this machine.
unpack() { # SUITE ROOT PACKAGE...
  local suite=$1 root=$2
  shift 2
  prepare_suite "$suite"
  mkdir -p "$work/debs/$suite"
  (cd "$work/debs/$suite" && for package in "$@"; do
    compgen -G "${package}_*.deb" > /dev/null && [ "$refresh" = 0 ] && continue
    rm -f "${package}"_*.deb
    suite_apt "$suite" apt-get download "$package" > /dev/null
  done)
  for package in "$@"; do
    dpkg-deb --fsys-tarfile "$work/debs/$suite/${package}"_*.deb \
      | tar -xf - -C "$root" --keep-directory-symlink --exclude './usr/share/doc/*' --exclude './usr/share/man/*' --exclude './usr/share/locale/*'
  done
}

# --- layers ---------------------------------------------------------------------------------------------------------

base_packages="libc6 libgcc-s1 libstdc++6 zlib1g dash coreutils tar gzip sed grep mawk findutils util-linux libacl1 libattr1 \
libselinux1 libpcre2-8-0 libgmp10 libcap-ng0 libtinfo6 libmount1 libblkid1 libsmartcols1 libcrypt1 libuuid1 bash"

usrmerge() { # ROOT
  mkdir -p "$1"/usr/{bin,sbin,lib,lib64} "$1"/{etc,proc,sys,dev,run,root,var/tmp}
  for d in bin sbin lib lib64; do [ -e "$1/$d" ] || ln -s "usr/$d" "$1/$d"; done
  install -d -m 1777 "$1/tmp"
}

accounts() { # ROOT [NAME:UID]...
  echo "root:x:0:0:root:/root:/bin/sh" > "$1/etc/passwd"
  echo "root:x:0:" > "$1/etc/group"
  local root=$1 account
  shift
  for account in "$@"; do
    echo "${account%:*}:x:${account#*:}:${account#*:}::/nonexistent:/sbin/nologin" >> "$root/etc/passwd"
    echo "${account%:*}:x:${account#*:}:" >> "$root/etc/group"
  done
}

layer() { # NAME: makes the directory $work/layers/NAME anew and names it
  rm -rf "$work/layers/$1"
  mkdir -p "$work/layers/$1"
  printf '%s' "$work/layers/$1"
}

once() { # NAME FUNCTION ARGS...: builds a layer unless it was built from this recipe
  [ "$(cat "$work/layers/$1.recipe" 2> /dev/null)" = "$recipe" ] && return
  say "layer $1"
  "$2" "$(layer "$1")" "${@:3}"
  tar --sort=name --mtime=@0 --numeric-owner -C "$work/layers/$1" -cf "$work/layers/$1.tar" .
  echo "$recipe" > "$work/layers/$1.recipe"
}

base_layer() { # ROOT SUITE
  usrmerge "$1"
  # shellcheck disable=SC2086 # a list of packages
  unpack "$2" "$1" $base_packages base-files
  # coreutils' sha256sum is linked against OpenSSL since trixie.
  [ "$2" = bookworm ] || unpack "$2" "$1" libssl3t64
  accounts "$1"
  [ -e "$1/usr/bin/sh" ] || ln -s dash "$1/usr/bin/sh"
  [ -e "$1/usr/bin/awk" ] || ln -s mawk "$1/usr/bin/awk"
}

# The stock layout of the eclipse-temurin images: /opt/java/openjdk, nothing linked to outside of it.
jdk_layer() { # ROOT SUITE VERSION
  local scratch=$work/scratch-$3 home
  rm -rf "$scratch"
  mkdir -p "$scratch" "$1/opt/java"
  unpack "$2" "$scratch" "openjdk-$3-jre-headless" "openjdk-$3-jdk-headless"
  home=$(echo "$scratch"/usr/lib/jvm/java-"$3"-openjdk-*)
  rm -rf "$home"/{docs,man,src.zip} "$home/lib/security/cacerts"
  # Links lead to /etc/java-N-openjdk of the package; the copy has the files.
  find "$home" -type l | while read -r link; do
    target=$(readlink "$link")
    case $target in /*) ln -sfn "$scratch$target" "$link" ;; esac
    [ -e "$link" ] || rm "$link"
  done
  # jlink needs the modules' files; the image does not, and Debian's carry debug symbols by the hundred megabytes.
  rm -rf "$work/layers/jmods-$3"
  mkdir -p "$work/layers/jmods-$3/opt/java/openjdk"
  mv "$home/jmods" "$work/layers/jmods-$3/opt/java/openjdk/"
  cp -aL "$home" "$1/opt/java/openjdk"
  rm -rf "$scratch"
}

in_root() { # ROOT-LAYERS... -- COMMAND: runs a program of the image inside it, over a throw-away union of its layers
  local lower="" merged=$work/merged
  while [ "$1" != -- ]; do lower="$1${lower:+:$lower}"; shift; done
  shift
  mkdir -p "$merged" "$work/upper" "$work/overlay-work"
  unshare --mount --propagation private sh -ec '
    mount -t overlay overlay -o "lowerdir=$1,upperdir=$2,workdir=$3" "$4"
    mount -t proc proc "$4/proc"
    merged=$4
    shift 4
    exec chroot "$merged" "$@"' sh "$lower" "$work/upper" "$work/overlay-work" "$merged" "$@"
  local status=$?
  rm -rf "$work/overlay-work"
  return "$status"
}

take() { # PATH-IN-UPPER DESTINATION: what a program of in_root wrote
  mkdir -p "$(dirname "$2")"
  mv "$work/upper/$1" "$2"
  rm -rf "$work/upper"
}

runtime_modules=java.base,java.logging,java.management,java.naming,java.xml,java.instrument,jdk.jfr,jdk.httpserver,jdk.management,jdk.management.jfr,jdk.unsupported

jlink_layer() { # ROOT BASE VERSION MODULES
  rm -rf "$work/upper"
  mkdir -p "$work/upper/opt"
  in_root "$work/layers/$2" "$work/layers/jdk-$3" "$work/layers/jmods-$3" -- /opt/java/openjdk/bin/jlink --no-header-files --no-man-pages --add-modules "$4" --output /opt/runtime
  take opt/runtime "$1/opt/java/openjdk"
  find "$1" -name '*.debuginfo' -delete
  rm -rf "$work/upper"
  # Class data sharing halves the start of java and jcmd.
  in_root "$work/layers/$2" "$1" -- /opt/java/openjdk/bin/java -Xshare:dump > /dev/null 2>&1 || true
  if [ -d "$work/upper/opt/java/openjdk/lib" ]; then cp -a "$work/upper/opt/java/openjdk/lib/." "$1/opt/java/openjdk/lib/"; fi
  rm -rf "$work/upper"
}

app_layer() { # ROOT
  rm -rf "$work/upper"
  mkdir -p "$1/app" "$work/upper/src" "$work/upper/app"
  cp -r tests/targets/busy/demo "$work/upper/src/"
  # shellcheck disable=SC2016 # expanded inside
  in_root "$work/layers/base-bookworm" "$work/layers/jdk-17" -- sh -ec '
    javac=/opt/java/openjdk/bin/javac
    cd /src
    $javac -nowarn --release 8 -d /app demo/Busy.java demo/Primes.java demo/Web.java 2> /dev/null \
      || { $javac -nowarn --release 8 -d /app demo/Primes.java; $javac -nowarn --release 17 -cp /app -d /app demo/Busy.java demo/Web.java; }
    $javac -nowarn --release 17 -d /app demo/Flood.java'
  take app "$1/app.new"
  rmdir "$1/app"
  mv "$1/app.new" "$1/app"
}

# Only what a JVM maps: no shell, no coreutils, no package manager.
distroless_layer() { # ROOT
  local base=$work/layers/base-bookworm lib
  usrmerge "$1"
  accounts "$1" nonroot:65532
  lib=usr/lib/$(uname -m)-linux-gnu
  mkdir -p "$1/$lib"
  for so in libc.so.6 libm.so.6 libdl.so.2 libpthread.so.0 librt.so.1 libz.so.1 libstdc++.so.6 libgcc_s.so.1 libnss_files.so.2; do
    cp -L "$base/$lib/$so" "$1/$lib/$so"
  done
  cp -aL "$base/usr/lib64/." "$1/usr/lib64/" 2> /dev/null || true
  cp -L "$base/$lib"/ld-linux-* "$1/$lib/" 2> /dev/null || true
}

tools_layer() { # ROOT
  unpack trixie "$1" zstd libzstd1 liblz4-1 liblzma5 libxxhash0 jattach
}

jetty_layer() { # ROOT
  usrmerge "$1"
  accounts "$1" jetty:999
  rm -rf "$work/upper"
  mkdir -p "$work/upper/src/demo" "$work/upper/out"
  unpack bookworm "$1" jetty9 libjetty9-java libjetty9-extra-java libservlet-api-java
  cp tests/targets/jetty/*.java "$work/upper/src/demo/"
  in_root "$work/layers/base-bookworm" "$work/layers/jdk-17" "$1" -- sh -ec '
    /opt/java/openjdk/bin/javac -nowarn --release 11 -cp "$(ls /usr/share/java/servlet-api*.jar | head -n 1)" -d /out /src/demo/*.java'
  mkdir -p "$1/srv/jetty/webapps/work/WEB-INF/classes" "$1/srv/load"
  cp -r "$work/upper/out/demo" "$1/srv/jetty/webapps/work/WEB-INF/classes/"
  cp -r "$work/upper/out/demo" "$1/srv/load/"
  cp tests/targets/jetty/web.xml "$1/srv/jetty/webapps/work/WEB-INF/web.xml"
  cp tests/targets/jetty/start.ini "$1/srv/jetty/start.ini"
  mkdir -p "$1/srv/jetty/resources"
  chown -R 999:999 "$1/srv/jetty"
  rm -rf "$work/upper"
}

pause_layer() { # ROOT
  mkdir -p "$work/scratch-pause"
  unpack bookworm "$work/scratch-pause" catatonit
  install -D "$work"/scratch-pause/usr/*bin/catatonit "$1/pause"
  rm -rf "$work/scratch-pause"
}

# --- archives -------------------------------------------------------------------------------------------------------

# A docker archive: manifest.json, the image's configuration, one tar a layer (moby image/spec v1.2).
archive() { # FILE TAGS CONFIG-JSON LAYER...
  local file=$1 tags=$2 config=$3 dir=$work/archive diffs="" names="" layer sum arch
  shift 3
  rm -rf "$dir"
  mkdir -p "$dir"
  for layer in "$@"; do
    sum=$(sha256sum "$work/layers/$layer.tar" | cut -d' ' -f1)
    ln "$work/layers/$layer.tar" "$dir/$sum.tar" 2> /dev/null || cp "$work/layers/$layer.tar" "$dir/$sum.tar"
    diffs="$diffs${diffs:+,}\"sha256:$sum\""
    names="$names${names:+,}\"$sum.tar\""
  done
  arch=$(dpkg --print-architecture)
  printf '{"architecture":"%s","os":"linux","config":%s,"rootfs":{"type":"layers","diff_ids":[%s]}}' "$arch" "$config" "$diffs" > "$dir/config.json"
  printf '[{"Config":"config.json","RepoTags":[%s],"Layers":[%s]}]' "$tags" "$names" > "$dir/manifest.json"
  tar --sort=name --mtime=@0 --numeric-owner -C "$dir" -cf "$file.new" .
  mv "$file.new" "$file"
  rm -rf "$dir"
}

path='"PATH=/opt/java/openjdk/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin","JAVA_HOME=/opt/java/openjdk"'

bases() {
  once base-bookworm base_layer bookworm
  once jdk-17 jdk_layer bookworm 17
}

trixie_base() { once base-trixie base_layer trixie; }

build_pause() {
  once pause pause_layer
  archive "$1" '"registry.k8s.io/pause:3.9"' '{"Entrypoint":["/pause","-P"],"User":"65535:65535"}' pause
}

build_distroless() {
  bases
  once runtime-17 jlink_layer base-bookworm 17 "$runtime_modules"
  once app app_layer
  once distroless distroless_layer
  archive "$1" '"docker.io/jvmdebug-test/distroless:17"' \
    "{\"User\":\"65532\",\"Env\":[$path],\"WorkingDir\":\"/app\",\"Cmd\":[\"/opt/java/openjdk/bin/java\",\"-Xmx64m\",\"-cp\",\"/app\",\"demo.Busy\"]}" \
    distroless runtime-17 app
}

build_java() {
  bases
  once runtime-17 jlink_layer base-bookworm 17 "$runtime_modules"
  once app app_layer
  archive "$1" '"docker.io/jvmdebug-test/java:17"' \
    "{\"Env\":[$path],\"WorkingDir\":\"/app\",\"Cmd\":[\"java\",\"-Xmx64m\",\"-cp\",\"/app\",\"demo.Busy\"]}" \
    base-bookworm runtime-17 app
}

build_nojvm() {
  bases
  archive "$1" '"docker.io/jvmdebug-test/nojvm:latest"' '{"User":"65532","Cmd":["sh","-c","trap \"exit 0\" TERM; while :; do sleep 1; done"]}' base-bookworm
}

build_temurin-17() {
  bases
  archive "$1" '"docker.io/library/eclipse-temurin:17-jdk"' "{\"Env\":[$path],\"Cmd\":[\"jshell\"]}" base-bookworm jdk-17
}

build_temurin-21() {
  trixie_base
  once jdk-21 jdk_layer trixie 21
  archive "$1" '"docker.io/library/eclipse-temurin:21-jdk"' "{\"Env\":[$path],\"Cmd\":[\"jshell\"]}" base-trixie jdk-21
}

build_temurin-25() {
  trixie_base
  once jdk-25 jdk_layer trixie 25
  archive "$1" '"docker.io/library/eclipse-temurin:25-jdk"' "{\"Env\":[$path],\"Cmd\":[\"jshell\"]}" base-trixie jdk-25
}

build_jdk() {
  trixie_base
  once jdk-25 jdk_layer trixie 25
  once runtime-jcmd jlink_layer base-trixie 25 java.base,jdk.jcmd,jdk.attach,jdk.internal.jvmstat,jdk.jfr
  once tools tools_layer
  archive "$1" '"docker.io/jvmdebug/jdk:dev"' "{\"User\":\"65532:65532\",\"Env\":[$path],\"Cmd\":[\"sh\"]}" base-trixie tools runtime-jcmd
}

build_jetty9() {
  bases
  once runtime-se jlink_layer base-bookworm 17 java.se,jdk.jfr,jdk.management,jdk.management.jfr,jdk.unsupported,jdk.httpserver,jdk.crypto.ec,jdk.zipfs
  once jetty jetty_layer
  archive "$1" '"docker.io/jvmdebug-test/jetty9:latest"' \
    "{\"User\":\"999:999\",\"Env\":[$path],\"WorkingDir\":\"/srv/jetty\",\"Cmd\":[\"java\",\"-Xmx96m\",\"-jar\",\"/usr/share/jetty9/start.jar\",\"jetty.home=/usr/share/jetty9\",\"jetty.base=/srv/jetty\"]}" \
    base-bookworm runtime-se jetty
}

for name in "${wanted[@]}"; do
  declare -F "build_$name" > /dev/null || { say "there is no image $name (${all[*]})"; exit 2; }
  file=$output/$name.tar
  [ -f "$file" ] && [ "$refresh" = 0 ] && [ "$(cat "$file.recipe" 2> /dev/null)" = "$recipe" ] && continue
  say "image $name"
  "build_$name" "$file"
  echo "$recipe" > "$file.recipe"
done
