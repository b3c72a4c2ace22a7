# What only the inside can tell, in one exec and three answers, each ended by an empty line: what /proc and the JVM's file
# system show, then GC.heap_info, then JFR.check. A JVM that hangs takes the later ones with it and not the first.

DOCTOR_ANSWER_SECONDS=15

op_examine_jvm() { # CONTAINER-ID|- PID|- DIRECTORY...: where a heap dump may go
  choose_jvm "$1" "$2"
  touch_lease
  shift 2
  read_own_identity
  if takes_identity; then printf 'takes-identity %s %s %s\n' "$J_UID" "$J_GID" "${J_GROUPS:--}"; fi
  under_jvm_identity examine "$J_PID" "$@"
}

op_examine() { # PID DIRECTORY...
  read_status "$1" || fail no-jvm gone
  shift
  op_probe "$J_PID"
  o=$(obstacle)
  printf 'resident %s\n' "${J_RSS:-0}"
  if [ "$o" != credentials ]; then
    for option in -XX:+DisableAttachMechanism -XX:-FlightRecorder; do
      where=$(where_is "$J_PID" "$option")
      [ -z "$where" ] || printf '%s %s\n' "${option#-XX:?}" "$where"
    done
    choose_place
    printf 'place %s\nroom %s\n' "$PLACE" "$PLACE_ROOM"
    printf 'leftovers %s\n' "$(leftovers)"
    printf 'recorder %s\n' "$(has_recorder)"
    n=0
    heap_place 0 /tmp
    for directory in "$@"; do
      n=$((n + 1))
      heap_place "$n" "/proc/$J_PID/root$directory"
    done
    printf 'memory %s\n' "$(memory_left_kb "/proc/$J_PID/root")"
  fi
  printf '\n'
  [ -z "$o" ] || return 0
  (prime_attach) || return 0
  (find_jcmd) || return 0
  find_jcmd
  printf 'tool %s\nneeded %s\n' "${JCMD##*/}" "$(memory_needed_kb "${JCMD##*/}")"
  bound_attach "$DOCTOR_ANSWER_SECONDS"
  quoted run_jcmd GC.heap_info
  [ "$?" != 124 ] || { printf 'hung yes\n'; return 0; }
  printf '\n'
  run_jcmd JFR.check | quote_output
}

# Sockets and triggers whose process is gone, by the number in the name.
leftovers() {
  for file in "/proc/$J_PID/root/tmp"/.java_pid* "/proc/$J_PID/root/tmp"/.attach_pid*; do
    [ -e "$file" ] || [ -S "$file" ] || continue
    number=${file##*pid}
    [ "$number" = "$J_NSPID" ] || [ -d "/proc/${number:-0}" ] || printf '%s ' "${file##*/}"
  done | tr -dc 'A-Za-z0-9_. '
}

# yes, no, or nothing where it cannot be told: JDK 8 lists no modules and brings JFR as a jar.
has_recorder() {
  home=$(java_home "$J_PID")
  [ -n "$home" ] || return 0
  if grep -q '^MODULES=' "$home/release"; then
    if grep -q '^MODULES=.*[" ]jdk\.jfr[" ]' "$home/release"; then echo yes; else echo no; fi
  elif [ -f "$home/jre/lib/jfr.jar" ] || [ -f "$home/lib/jfr.jar" ]; then echo yes
  fi
}
