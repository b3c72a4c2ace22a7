# One recording: start, and later stop, send, delete. JFR resolves every path with toRealPath(), so it can only write
# into the JVM's own file system; from here that is /proc/PID/root/..., and places.sh chooses where.

op_start_recording() { # CONTAINER-ID|- PID|- NAME FILE DURATION-SECONDS MAXSIZE-KB|- SETTINGS|jfc JFC-BYTES
  choose_jvm "$1" "$2"
  touch_lease
  shift 2
  [ "$2" = "${2##*/}" ] || fail bad-request "$2"
  set -- "$J_PID" "$@"
  # Where the file comes to lie is chosen later, under the JVM's identity, so all places are named.
  # The JVM ends the recording and writes the file by itself, even if whoever asked for it is asleep or offline meanwhile.
  kept=$(kept_seconds)
  printf 'kept %s\n' "$kept"
  know_tmpdir
  register_undo "$3" "$(($(date +%s) + $4 + kept))" $(places_of "$3")
  (under_jvm_identity begin "$@")
  status=$?
  # Only where it was given up (fail) nothing was begun: what a broken connection has ended may have started the recording.
  [ "$status" != 3 ] || forget_undo "$3"
  return "$status"
}

op_begin() { # PID NAME FILE DURATION-SECONDS|- MAXSIZE-KB|- SETTINGS|jfc JFC-BYTES [OPTION-OF-JFR.START...]
  read_status "$1" || fail no-jvm gone
  prime_attach
  find_jcmd
  print_probe ''
  printf 'tool %s\n' "${JCMD##*/}"
  choose_place
  printf 'room %s\nplace %s\n' "$PLACE_ROOM" "$PLACE"
  [ "$PLACE_ROOM" -ge "$ROOM_KB_LEAST" ] || fail no-space "$PLACE_ROOM" "$PLACE"
  # The first JFR.check makes the JVM set up Flight Recorder, and JFR.start does it once more: a second and more of its CPU.
  # Where nobody ever attached there is no recording of ours.
  check=''
  [ "$J_UNTOUCHED" = yes ] || check=$(run_jcmd JFR.check)
  case $check$NEWLINE in
    *"name=$2"[\ "$NEWLINE"]* | *"name=\"$2\""[\ "$NEWLINE"]*)
      printf '%s\n' "$check" | quote_output
      fail name-taken "$2"
      ;;
  esac
  choose_repository
  limit=$ROOM_FOR_CHUNKS
  [ "$5" = - ] || [ "$5" -ge "$limit" ] || limit=$5
  [ "$5" != - ] || [ "$limit" -le 256000 ] || limit=256000
  settings=$6
  if [ "$6" = jfc ]; then
    settings=$PLACE/$3.jfc
    # Only now: the head(1) of busybox, which took the script, reads ahead and would have taken them too.
    printf 'send\n'
    head -c "$7" > "$PLACE_HERE/$3.jfc" || { rm -f "$PLACE_HERE/$3.jfc"; fail no-space "$PLACE_ROOM" "$PLACE"; }
  fi
  printf 'maxsize %s\n' "$limit"
  recording=$2 file=$3 duration=$4 jfc=$6
  shift 7
  [ "$duration" = - ] || set -- "duration=${duration}s" "$@"
  out=$(run_jcmd JFR.start "name=$recording" "settings=$settings" "maxsize=${limit}k" "filename=$PLACE/$file" "$@")
  status=$?
  [ "$jfc" != jfc ] || rm -f "$PLACE_HERE/$file.jfc"
  printf '%s\n' "$out" | quote_output
  printf 'exit %s\n' "$status"
}

op_finish_recording() { # PID NAME FILE [TOOL]
  read_status "$1" || fail no-jvm gone
  touch_lease
  # Beside it: JFR.stop is not to wait for the programs that this takes, and the deadline is a minute away at least.
  extend_undo "$3" 3600 &
  (under_jvm_identity finish "$@")
  status=$?
  wait
  [ "$status" = 0 ] && forget_undo "$3"
  return "$status"
}

op_finish() { # PID NAME FILE [TOOL]
  read_status "$1" || fail no-jvm gone
  # What was found out ahead holds unless somebody has stopped the JVM since, or cleaned its /tmp.
  if [ -n "${4:-}" ] && [ "$J_STATE" != T ] && [ "$J_STATE" != t ] && [ -S "$(socket_of)" ]; then
    JCMD=$4
    check_memory "$JCMD"
  else
    prime_attach
    find_jcmd
  fi
  out=$(run_jcmd JFR.stop "name=$2")
  stopped=$?
  printf '%s\n' "$out" | quote_output
  find_place "$3"
  restore_repository
  send_file "$3" "$stopped"
}

# For whoever comes ahead of time, so that the way here does not count once the time has come, nor what can be found out
# before. Where that fails now it is found out again then, and what stands in the way is told.
op_finish_when_told() { # PID NAME FILE
  # Not unasked, for busybox' head(1) again. Before anything else, so that the word of whoever is late comes meanwhile.
  printf 'send\n'
  tool=''
  if read_status "$1"; then
    know_kind
    know_tmpdir
    tool=$(under_jvm_identity tool "$1")
  fi
  choose_packers
  read -r word && [ "$word" = finish ] || exit 4
  op_finish_recording "$@" "$tool"
}

# What carries commands to a JVM that can be attached to; nothing where it cannot, or where the name alone does not say which.
op_tool() { # PID
  read_status "$1" || return 0
  prime_attach > /dev/null
  find_jcmd > /dev/null
  [ "$JCMD" = java ] || printf '%s' "$JCMD"
}

# room, size, an empty line, the compressed tar with the SHA-256 behind it; then the other side says "received" and only then
# the file goes.
send_file() { # FILE, which find_place has found [STATUS of what should have filled it]
  file=$PLACE_HERE/$1
  if [ ! -s "$file" ]; then
    printf 'error no-file %s %s\n' "${PLACE_ROOM:-0}" "$PLACE/$1"
    # A recording that runs on will fill it yet: it stays to be undone.
    [ "${2:-0}" = 0 ] || exit 4
    # Not a failure of this script's: nothing is left here to be undone.
    rm -f "$file"
    exit 0
  fi
  has sha256sum || fail image-unsuitable "sha256sum is missing in the debug image"
  printf 'room %s\nsize %s\n\n' "${PLACE_ROOM:-0}" "$(stat -c %s "$file")"
  # shellcheck disable=SC2086 # a command and its option
  with_sum "$file" $TAR -C "$PLACE_HERE" -cf - "$1" | compress
  read -r answer && [ "$answer" = received ] || exit 4
  rm -f "$file"
}

# What the command prints and then the line "sha256 HEX" of the file, which is computed meanwhile.
with_sum() { # FILE COMMAND...
  {
    summed=$1
    shift
    sum=$(gently sha256sum "$summed" 3>&- & gently "$@" >&3; wait)
    printf 'sha256 %s\n' "${sum%% *}"
  } 3>&1
}

# What takes least CPU, in the pod and on the way, where the programs know it: records of 64 KiB (those of 10 KiB, GNU tar's own,
# wake the compressor six times as often), no threads of zstd's for reading and writing alone, a megabyte at a time, and no
# checksum of its own, which proves nothing that the SHA-256 does not. busybox' tar and a zstd before 1.5.3 do as they always did.
TAR='tar' ZSTD_OPTIONS=''
choose_packers() {
  ! tar -b 128 -cf /dev/null -T /dev/null 2> /dev/null || TAR='tar -b 128'
  options='--no-check --no-asyncio -B1M'
  # shellcheck disable=SC2086 # several options
  ! zstd -q $options -c < /dev/null > /dev/null 2>&1 || ZSTD_OPTIONS=$options
}

# The fastest there is: --fast=1 leaves 5 percent more of a recording than -1 and takes a third less of the pod's CPU.
# shellcheck disable=SC2086 # several options, or none
compress() {
  if has zstd; then gently zstd -q --fast=1 $ZSTD_OPTIONS -c; else gently gzip -1 -c; fi
}

op_fetch_range() { # PID FILE OFFSET
  read_status "$1" || fail no-jvm gone
  touch_lease
  extend_undo "$2" 3600
  under_jvm_identity range "$@"
}

op_range() { # PID FILE OFFSET
  read_status "$1" || fail no-jvm gone
  find_place "$2"
  with_sum "$PLACE_HERE/$2" tail -c "+$(($3 + 1))" "$PLACE_HERE/$2" | compress
}

# What remains to be done when somebody changed their mind: end the recording, leave no file.
op_discard_recording() { # CONTAINER-ID|- PID|- NAME|ID FILE own|any
  choose_jvm "$1" "$2"
  (under_jvm_identity discard "$J_PID" "$3" "$4" "$5")
  status=$?
  # What could not be undone now is the keeper's.
  [ "$status" != 0 ] || forget_undo "$4"
  return "$status"
}

op_discard() { # PID NAME|ID FILE own|any
  read_status "$1" || return 0
  prime_attach
  find_jcmd
  # Behind a JFR.start that is still under way. That makes its file at once (WriteableUserPath): where there is none, a
  # recording of the same name is somebody else's.
  [ "$4" = any ] || run_jcmd JFR.check > /dev/null
  if [ "$4" = any ] || is_somewhere "$3"; then run_jcmd JFR.stop "name=$2" | quote_output; fi
  restore_repository
  remove_everywhere "$3"
}

op_delete_file() { # PID FILE
  read_status "$1" || return 0
  under_jvm_identity unlink "$@"
  forget_undo "$2"
}

op_unlink() { # PID FILE
  read_status "$1" || return 0
  remove_everywhere "$2"
}
