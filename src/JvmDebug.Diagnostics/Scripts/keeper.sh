# The debug container's main process. Kubernetes can neither stop nor remove an ephemeral container, so it ends itself:
# when nobody came for IDLE seconds (0: never), and before that it removes what a jvmdebug that was killed left behind.
# It is not PID 1 when the target's PID namespace is shared: PID 1 is the application there, never to be signalled.
set -u
idle=$1
state=/tmp/.jvmdebug
(umask 077 && mkdir -p "$state/undo") || exit 1
printf '%s\n' "$idle" > "$state/idle"
# Not the shell's own variable for it: two dollars are one to Kubernetes, which expands the commands of containers.
read -r self _ < /proc/self/stat
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

# Whether somebody is at work in here: what takes longer than IDLE, a transfer or a row of thread dumps, must not lose its
# container. No longer than an exec may last at all (kubelet's streamingConnectionIdleTimeout, 4 hours), for one that hangs
# looks the same.
is_visited() {
  [ $((now - last)) -lt $((idle + 14400)) ] || return 1
  for dir in /proc/[0-9]*; do
    [ "$dir" != "/proc/$self" ] && [ "$dir/root/" -ef / ] && return 0
  done
  return 1
}

# Whoever works in here may lose the connection and come back for the rest.
postpone() { # UNDO-FILE
  {
    read -r _ owner
    printf '%s %s\n' "$((now + 120))" "$owner"
    cat
  } < "$1" > "$1.new" && mv "$1.new" "$1"
}

while :; do
  sleep 2 &
  wait $!
  now=$(date +%s)
  last=$(stat -c %Y "$state/lease" 2> /dev/null || echo "$now")
  pending=0
  for undo in "$state"/undo/*; do
    case $undo in *.new) continue ;; esac
    [ -f "$undo" ] || continue
    read -r deadline _ < "$undo"
    if [ "$now" -ge "$deadline" ]; then
      is_visited || { remove "$undo"; continue; }
      postpone "$undo"
    fi
    pending=1
  done
  [ "$pending" = 1 ] && continue
  [ "$idle" = 0 ] || [ $((now - last)) -lt "$idle" ] || is_visited || leave
done
