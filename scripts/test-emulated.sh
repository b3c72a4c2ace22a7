#!/usr/bin/env bash
# A JVM of another architecture under an emulator, as on a laptop that runs arm64 images: its process is qemu's, with java
# as an argument. And jvmdebug's own image for arm64: its size, and that it runs in a pod as a schedule's Job does. Needs kubectl
# and the Debian packages qemu-user-static and arch-test, and what scripts/publish.sh names for linux-arm64. It tells the kernel of
# the emulator for as long as it runs; so it is no part of 'make test', which has a stand-in (/media/rosetta/rosetta).
set -euo pipefail
cd "$(dirname "$0")/.."
binfmt=/proc/sys/fs/binfmt_misc
emulator=/usr/bin/qemu-aarch64-static
directory=artifacts/emulated
jvmdebug=$PWD/artifacts/bin/jvmdebug
mounted=no registered=no
# The first bytes of an ELF file of aarch64 and which of them count, as qemu's own packages register them.
magic='\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\xb7\x00'
mask='\xff\xff\xff\xff\xff\xff\xff\x00\xff\xff\xff\xff\xff\xff\xff\xff\xfe\xff\xff\xff'

for program in "$emulator" arch-test kubectl ld.lld aarch64-linux-gnu-gcc; do
  command -v "$program" > /dev/null || { echo "$program is missing (packages qemu-user-static, arch-test, lld, gcc-aarch64-linux-gnu, libc6-dev-arm64-cross)" >&2; exit 1; }
done

clean_up() {
  tests/JvmDebug.TestCluster/bin/Debug/net10.0/testcluster down --directory "$directory" || true
  [ "$registered" = no ] || echo -1 > "$binfmt/qemu-aarch64"
  [ "$mounted" = no ] || umount "$binfmt"
}
trap clean_up EXIT

if [ ! -e "$binfmt/register" ]; then
  mount -t binfmt_misc binfmt_misc "$binfmt"
  mounted=yes
fi
if [ ! -e "$binfmt/qemu-aarch64" ]; then
  echo ":qemu-aarch64:M::$magic:$mask:$emulator:OCF" > "$binfmt/register"
  registered=yes
fi

dotnet build tests/JvmDebug.TestCluster --nologo -v quiet -clp:NoSummary
scripts/publish.sh
scripts/build-images.sh jdk pause
scripts/build-images.sh --arch arm64 distroless-17 cli
rm -rf "$directory"
mkdir -p "$directory/images"

# containerd takes images of the node's architecture only: these say that they are, as under Rosetta.
blob() { sha256sum "$1" | cut -d' ' -f1; }
relabel() ( # NAME REFERENCE ARCH: the configuration names the architecture, the manifest the configuration, the index the manifest
  layout=$(mktemp -d)
  tar -xf "artifacts/images-arm64/$1.tar" -C "$layout"
  to=$PWD/$directory/images/$1.tar
  cd "$layout"
  manifest=$(jq -r '.manifests[0].digest | sub("sha256:"; "")' index.json)
  config=$(jq -r '.config.digest | sub("sha256:"; "")' "blobs/sha256/$manifest")
  jq -c --arg arch "$3" '.architecture = $arch' "blobs/sha256/$config" > config
  jq -c --arg digest "sha256:$(blob config)" --argjson size "$(stat -c %s config)" '.config += {digest: $digest, size: $size}' "blobs/sha256/$manifest" > manifest
  jq -c --arg digest "sha256:$(blob manifest)" --argjson size "$(stat -c %s manifest)" --arg name "docker.io/$2" \
    '.manifests[0] += {digest: $digest, size: $size} | .manifests[0].annotations["io.containerd.image.name"] = $name' index.json > index
  mv index index.json
  mv config "blobs/sha256/$(blob config)"
  mv manifest "blobs/sha256/$(blob manifest)"
  tar -cf "$to" oci-layout index.json blobs
  rm -rf "$layout"
)
relabel distroless-17 jvmdebug-test/emulated:17 "$(dpkg --print-architecture)"
relabel cli jvmdebug-test/emulated-cli:dev "$(dpkg --print-architecture)"
ln artifacts/images/jdk.tar artifacts/images/pause.tar "$directory/images/"

export KUBECONFIG=$PWD/$directory/kubeconfig
setsid tests/JvmDebug.TestCluster/bin/Debug/net10.0/testcluster up --directory "$directory" --images "$directory/images" --kubeconfig "$KUBECONFIG" \
  > "$directory/log" 2>&1 < /dev/null &
for _ in $(seq 600); do ! grep -q '^ready' "$directory/log" || break; sleep 0.2; done
kubectl run emulated --image jvmdebug-test/emulated:17 --image-pull-policy IfNotPresent
kubectl wait --for=condition=Ready pod/emulated --timeout=60s
until kubectl logs emulated | grep -q ready; do sleep 1; done

# As the pod of a schedule's Job: nobody's user, no capabilities, nothing to write to but /tmp.
in_pod() ( # NAME WORD...
  name=$1
  shift
  args=$(jq -cn '$ARGS.positional' --args -- "$@")
  jq -n --arg name "$name" --argjson args "$args" '{apiVersion: "v1", kind: "Pod", metadata: {name: $name}, spec: {
    restartPolicy: "Never", serviceAccountName: "cli",
    securityContext: {runAsNonRoot: true, runAsUser: 65532, runAsGroup: 65532, seccompProfile: {type: "RuntimeDefault"}},
    volumes: [{name: "tmp", emptyDir: {}}],
    containers: [{name: "cli", image: "jvmdebug-test/emulated-cli:dev", imagePullPolicy: "IfNotPresent", args: $args, volumeMounts: [{name: "tmp", mountPath: "/tmp"}],
      securityContext: {allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: {drop: ["ALL"]}}}]}}' | kubectl apply -f - > /dev/null
  for _ in $(seq 120); do
    kubectl get pod "$name" -o jsonpath='{.status.phase}' | grep -qE 'Succeeded|Failed' && break
    sleep 1
  done
  kubectl logs "$name"
)
kubectl create serviceaccount cli
"$jvmdebug" rbac --for capture -n default --serviceaccount default:cli | kubectl apply -f -
# What a registry keeps and a node pulls.
compressed() { tar -xOf "$1" "blobs/sha256/$(tar -xOf "$1" index.json | jq -r '.manifests[0].digest | sub("sha256:"; "")')" | jq '[.layers[].size] | add'; }
small=$(compressed artifacts/images-arm64/cli.tar)
echo "the image for arm64 has $small bytes, compressed"

failed=0 tried=0
expect() { # WORDS COMMAND...
  local words=$1 said
  shift
  tried=$((tried + 1))
  said=$("$@" 2>&1) || true
  if grep -qF -- "$words" <<< "$said"; then echo "ok: $* says '$words'"; return; fi
  printf '%s\n' "FAILED: $* does not say '$words' but:" "$said"
  failed=$((failed + 1))
}
here=(--image jvmdebug/jdk:dev --image-pull-policy IfNotPresent)
expect demo.Busy "$jvmdebug" ps emulated "${here[@]}"
expect qemu-aarch64 kubectl exec emulated -c "$(kubectl get pod emulated -o jsonpath='{.spec.ephemeralContainers[0].name}')" -- readlink /proc/1/exe
expect 'JDK 17' "$jvmdebug" jcmd emulated "${here[@]}" -- VM.version
expect 'equal in the pod and here' "$jvmdebug" jfr capture emulated "${here[@]}" --settings profile --duration 10s --output "$directory/emulated.jfr"
expect demo.Primes.isPrime "$jvmdebug" jfr view hot-methods "$directory/emulated.jfr"
expect contender-1 "$jvmdebug" threads emulated "${here[@]}" --output "$directory/threads"
expect demo "$jvmdebug" heap histogram emulated "${here[@]}" -o json
expect 'equal in the pod and here' "$jvmdebug" heap dump emulated "${here[@]}" --output "$directory/emulated.hprof.gz"
expect 'dumps: 0' sh -c "echo dumps: \$(kubectl logs emulated | grep -c 'Full thread dump')"
expect 'below 40 MB' sh -c "[ $small -lt 40000000 ] && echo below 40 MB"
expect "$("$jvmdebug" --version)" in_pod version --version
expect demo.Busy in_pod lists ps emulated "${here[@]}"
expect 'Full thread dump' in_pod dumps jcmd emulated "${here[@]}" -- Thread.print
echo "$((tried - failed)) passed, $failed failed"
[ "$failed" = 0 ]
