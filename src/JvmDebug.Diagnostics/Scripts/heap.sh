# One heap dump: plan, dump, send, delete. HotSpot opens the file with a plain open(2), so /proc/SELF/root/... leads from
# the JVM into the file system that this script runs in, and the target's own disk is not touched. The kernel lets the JVM
# through where it lets us through to the JVM: same uid and gid, and no capability here that the JVM has not.

HEAP_TICK_SECONDS=1

# Where things are. HEAP_DIR is ours; HEAP_FILE the dump as seen from here.
heap_paths() { # ID PLACE: - for our own file system, else a directory of the JVM's
  case $1 in '' | *[!0-9a-f]*) fail bad-request "$1" ;; esac
  HEAP_DIR=/tmp/.jvmdebug-heap-$1
  if [ "$2" = - ]; then HEAP_FILE=$HEAP_DIR/heap.hprof HEAP_JVM_FILE=''
  else HEAP_JVM_FILE=${2%/}/jvmdebug-heap-$1.hprof; HEAP_FILE=/proc/$J_PID/root$HEAP_JVM_FILE; fi
}

op_plan_heap_dump() { # CONTAINER-ID|- PID|- DIRECTORY...
  filter=$1 wanted=$2
  shift 2
  choose_jvm "$filter" "$wanted"
  touch_lease
  under_jvm_identity heap_plan "$J_PID" "$@"
}

# place N FREE-KB TOTAL-KB TYPE: 0 is our own /tmp, the others the JVM's directories as they were given.
heap_place() { # N PATH
  if [ -d "$2/" ] && [ -w "$2/" ]; then
    printf 'place%s %s\n' "$1" "$(stat -f -c '%a %b %S %T' "$2/" 2> /dev/null)"
  fi
}

op_heap_plan() { # PID DIRECTORY...
  read_status "$1" || fail no-jvm gone
  shift
  prime_attach
  find_jcmd
  op_probe "$J_PID"
  printf 'tool %s\n' "${JCMD##*/}"
  printf 'rss %s\n' "$(sed -n 's/^VmRSS:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$J_PID/status")"
  is_inside || heap_place 0 /tmp
  n=0
  for directory in "$@"; do
    n=$((n + 1))
    heap_place "$n" "/proc/$J_PID/root$directory"
  done
  # Not in every update of JDK 8; the resident set stands in for it.
  run_jcmd GC.heap_info | quote_output
}

op_heap_dump() { # CONTAINER-ID|- PID|- ID PLACE SCOPE(live|all) SECONDS
  choose_jvm "$1" "$2"
  touch_lease
  shift 2
  heap_paths "$1" "$2"
  # SECONDS is longer than the dump can take; whoever watches or fetches prolongs it, and whoever gives up removes the dump.
  register_undo "heap-$1" "$(($(date +%s) + $4))" "$HEAP_FILE" "$HEAP_DIR/output" "$HEAP_DIR/code" "$HEAP_DIR/sum" "$HEAP_DIR/done"
  (under_jvm_identity heap_begin "$J_PID" "$@")
  status=$?
  # Given up meanwhile, or never begun.
  [ -d "$HEAP_DIR" ] || forget_undo "heap-$1"
  return "$status"
}

# The JVM answers when the dump is written, which can take minutes, and proxies cut an exec that is silent for one. So the
# command runs beside us and we tell how the file grows; and if our connection breaks, it runs on and heap_watch, on
# another, tells the rest. Nothing here may die of the broken pipe: our children's parent is then the application.
op_heap_begin() { # PID ID PLACE SCOPE
  read_status "$1" || fail no-jvm gone
  trap '' HUP PIPE
  umask 077
  heap_paths "$2" "$3"
  prime_attach
  find_jcmd
  op_probe "$J_PID"
  printf 'tool %s\n' "${JCMD##*/}"
  if ! mkdir "$HEAP_DIR" 2> /dev/null; then
    [ -e "$HEAP_DIR/discard" ] || fail image-unsuitable "the debug container cannot write to /tmp, where it keeps what the JVM answers"
    rm -rf "$HEAP_DIR"
    fail no-dump "given up"
  fi
  heap_job "$4" < /dev/null > /dev/null 2>&1 &
  (heap_tell)
  status=$?
  # Whom we do not wait for becomes a zombie of the application's.
  wait
  return "$status"
}

heap_job() { # SCOPE
  self=$(exec sh -c 'echo "$PPID"')
  file=$HEAP_JVM_FILE
  [ -n "$file" ] || file=/proc/$self/root$HEAP_FILE
  if [ "$1" = all ]; then set -- -all "$file"; else set -- "$file"; fi
  run_jcmd GC.heap_dump "$@" > "$HEAP_DIR/output"
  echo "$?" > "$HEAP_DIR/code"
  [ ! -s "$HEAP_FILE" ] || [ -e "$HEAP_DIR/discard" ] || gently sha256sum "$HEAP_FILE" > "$HEAP_DIR/sum"
  if [ -e "$HEAP_DIR/discard" ]; then rm -rf "$HEAP_FILE" "$HEAP_DIR"; return; fi
  : > "$HEAP_DIR/done"
}

# tick BYTES each second while it grows; then what came of it.
heap_tell() {
  while [ -d "$HEAP_DIR" ] && [ ! -e "$HEAP_DIR/done" ]; do
    printf 'tick %s\n' "$(stat -c %s "$HEAP_FILE" 2> /dev/null || echo 0)"
    sleep "$HEAP_TICK_SECONDS"
  done
  [ -d "$HEAP_DIR" ] || fail no-dump "$HEAP_FILE"
  quote_output < "$HEAP_DIR/output"
  printf 'exit %s\n' "$(cat "$HEAP_DIR/code")"
  [ -s "$HEAP_DIR/sum" ] || return 0
  printf 'size %s\n' "$(stat -c %s "$HEAP_FILE")"
  read -r sum _ < "$HEAP_DIR/sum"
  printf 'sha256 %s\n' "$sum"
}

op_watch_heap_dump() { # PID ID PLACE
  read_status "$1" || fail no-jvm gone
  touch_lease
  extend_undo "heap-$2" 3600
  under_jvm_identity heap_watch "$@"
}

op_heap_watch() { # PID ID PLACE
  read_status "$1" || fail no-jvm gone
  heap_paths "$2" "$3"
  heap_tell
}

op_fetch_heap_dump() { # PID ID PLACE OFFSET
  read_status "$1" || fail no-jvm gone
  touch_lease
  extend_undo "heap-$2" 3600
  under_jvm_identity heap_range "$@"
}

op_heap_range() { # PID ID PLACE OFFSET
  read_status "$1" || fail no-jvm gone
  heap_paths "$2" "$3"
  touch "$HEAP_DIR/done"
  gently tail -c "+$(($4 + 1))" "$HEAP_FILE" | compress
}

op_drop_heap_dump() { # PID ID PLACE
  read_status "$1" || return 0
  under_jvm_identity heap_drop "$@"
  heap_paths "$2" "$3"
  # Where it is still being written the keeper keeps an eye on it.
  [ -d "$HEAP_DIR" ] || forget_undo "heap-$2"
}

# A JVM that still writes goes on into a file without a name; its disk space is free when it has finished.
op_heap_drop() { # PID ID PLACE
  read_status "$1" || return 0
  heap_paths "$2" "$3"
  # The exec that was to begin the dump may still come, and then finds the directory and the word in it. If it came later
  # than that, the keeper would remove the dump.
  umask 077
  if mkdir "$HEAP_DIR" 2> /dev/null; then
    : > "$HEAP_DIR/discard"
    sleep 2
    rm -rf "$HEAP_DIR"
    return
  fi
  : > "$HEAP_DIR/discard"
  rm -f "$HEAP_FILE"
  [ ! -e "$HEAP_DIR/done" ] || rm -rf "$HEAP_DIR"
}
