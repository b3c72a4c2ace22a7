# The debug container's main process. Kubernetes can neither stop nor remove an ephemeral container, so it ends itself:
# when nobody came for IDLE seconds (0: never), and before that it removes what a jvmdebug that was killed left behind.
# It is not PID 1 when the target's PID namespace is shared: PID 1 is the application there, never to be signalled.
set -u
idle=$1
state=/tmp/.jvmdebug
(umask 077 && mkdir -p "$state/undo") || exit 1
: > "$state/lease"

remove() { # UNDO-FILE
  {
    read -r _ uid gid
    while read -r path; do
      if [ "$(id -u)" = "$uid" ] || ! command -v setpriv > /dev/null 2>&1; then rm -f "$path"
      else setpriv --reuid "$uid" --regid "$gid" --clear-groups rm -f "$path"
      fi
    done
  } < "$1"
  rm -f "$1"
}

leave() {
  for undo in "$state"/undo/*; do [ -f "$undo" ] && remove "$undo"; done
  exit 0
}
trap leave TERM INT

while :; do
  sleep 2 &
  wait $!
  now=$(date +%s)
  pending=0
  for undo in "$state"/undo/*; do
    [ -f "$undo" ] || continue
    read -r deadline _ < "$undo"
    if [ "$now" -ge "$deadline" ]; then remove "$undo"; else pending=1; fi
  done
  [ "$pending" = 1 ] && continue
  last=$(stat -c %Y "$state/lease" 2> /dev/null || echo "$now")
  [ "$idle" = 0 ] || [ $((now - last)) -lt "$idle" ] || leave
done
