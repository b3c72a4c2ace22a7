# Recordings that outlive the command. All that is known of them is in the pod: a recording jvmdebug-NAME in the JVM, and the
# file that it writes at its end, jvmdebug.NAME.PID.LETTERS.jfr, which JFR creates empty at the start. The keeper is told
# nothing of the file: it stays until it is fetched or discarded, with a debug container there or not.

op_start_detached() { # CONTAINER-ID|- PID|- NAME FILE-BEGIN FILE-END DURATION-SECONDS|- MAXSIZE-KB|- SETTINGS|jfc JFC-BYTES OPTION-OF-JFR.START...
  choose_jvm "$1" "$2"
  touch_lease
  kept=$4.$J_NSPID.$5
  [ "$kept" = "${kept##*/}" ] || fail bad-request "$kept"
  printf 'file %s\n' "$kept"
  know_tmpdir
  # Only the settings file would be left behind by a connection that breaks now.
  register_undo "$kept" "$(($(date +%s) + 60))" $(places_of "$kept" | grep '\.jfc$')
  started=$3
  shift 5
  (under_jvm_identity begin "$J_PID" "$started" "$kept" "$@")
  status=$?
  forget_undo "$kept"
  return "$status"
}

# What JFR.check says, and the files of ours but for those of another JVM that lives: fileN SIZE MODIFIED PATH.
op_list_recordings() { # CONTAINER-ID|- PID|-
  choose_jvm "$1" "$2"
  touch_lease
  under_jvm_identity recordings "$J_PID"
}

op_recordings() { # PID
  read_status "$1" || fail no-jvm gone
  prime_attach
  find_jcmd
  print_probe ''
  printf 'tool %s\n' "${JCMD##*/}"
  run_jcmd JFR.check | quote_output
  count=0
  for candidate in $(places); do
    for path in "/proc/$J_PID/root$candidate"/jvmdebug[.-]*.jfr; do
      # The names come from the target; what is not made of our letters is not ours.
      case ${path##*/} in *[!A-Za-z0-9._-]*) continue ;; esac
      [ -f "$path" ] && [ ! -L "$path" ] && ! is_of_another_jvm "${path##*/}" || continue
      count=$((count + 1))
      printf 'file%s %s %s\n' "$count" "$(stat -c '%s %Y' "$path")" "$candidate/${path##*/}"
    done
  done
}

# JVMs may share a directory. What belonged to one that is no more is anybody's.
is_of_another_jvm() { # FILE
  owner=${1%.*.jfr}
  owner=${owner##*.}
  case $owner in '' | *[!0-9]* | "$J_NSPID") return 1 ;; esac
  (read_status "$owner" && is_jvm "$owner")
}

# Sends the file of a recording: ended for it (stop), copied from it while it runs on (dump), or written by itself (fetch).
op_bring_recording() { # stop|dump|fetch PID NAME|ID FILE
  read_status "$2" || fail no-jvm gone
  touch_lease
  [ "$1" != dump ] || register_undo "$4" "$(($(date +%s) + 3600))" $(places_of "$4")
  (under_jvm_identity bring "$@")
  status=$?
  [ "$status" = 0 ] && forget_undo "$4"
  return "$status"
}

op_bring() { # stop|dump|fetch PID NAME|ID FILE
  read_status "$2" || fail no-jvm gone
  if [ "$1" != fetch ] || repository_is_full; then
    prime_attach
    find_jcmd
  fi
  case $1 in
    stop)
      # A recording that has ended meanwhile is not found, and its file is there.
      find_place "$4"
      run_jcmd JFR.stop "name=$3" "filename=$PLACE/$4" | quote_output
      ;;
    dump)
      choose_place
      printf 'place %s\n' "$PLACE"
      [ "$PLACE_ROOM" -ge "$ROOM_KB_LEAST" ] || fail no-space "$PLACE_ROOM" "$PLACE"
      run_jcmd JFR.dump "name=$3" "filename=$PLACE/$4" | quote_output
      ;;
  esac
  find_place "$4"
  [ "$1" = dump ] || restore_repository
  send_file "$4"
}
