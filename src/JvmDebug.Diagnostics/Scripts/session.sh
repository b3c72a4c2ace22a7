# Ends the debug container this runs in: its main process is the keeper, which is told so by its name alone, because its
# number is anything in a shared PID namespace, and 1 is the application.

op_end_session() { # force|-
  pending=0
  for undo in "$STATE"/undo/*; do [ -f "$undo" ] && pending=$((pending + 1)); done
  [ "$pending" = 0 ] || [ "$1" = force ] || fail busy "$pending"
  for dir in /proc/[0-9]*; do
    is_ours "${dir#/proc/}" && tr '\000' '\n' < "$dir/cmdline" 2> /dev/null | grep -qx jvmdebug-keeper || continue
    printf 'ended %s\n' "${dir#/proc/}"
    kill -TERM "${dir#/proc/}" && return 0
  done
  fail no-keeper
}
