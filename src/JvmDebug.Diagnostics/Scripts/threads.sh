# All thread dumps of one JVM in one exec: the waiting happens here. Behind the empty line each dump is
#   dump KIND NUMBER          threads, virtual or javacore
#   | TEXT ...                its lines
#   | exit-status CODE        jcmd's, the last of them; 124: the JVM did not answer
# "signalled NUMBER" where the JVM was only asked to print one into its own log, and "pause" where the time between two
# samples begins: whoever is interrupted then knows that the last dump is whole.

# Thread.print of a large heap with the owners of its locks takes seconds in JDK 8.
THREADS_ANSWER_SECONDS=30
JAVACORE_TRIES=400

op_sample_threads() { # CONTAINER-ID|- PID|- COUNT INTERVAL-SECONDS LOCKS|- VIRTUAL-FILE|-
  choose_jvm "$1" "$2"
  touch_lease
  shift 2
  if [ "$4" != - ]; then
    [ "$4" = "${4##*/}" ] || fail bad-request "$4"
    # shellcheck disable=SC2046 # paths without blanks, a word each
    register_undo "$4" "$(($(date +%s) + $1 * (${2%.*} + 60)))" $(places_of "$4")
  fi
  (under_jvm_identity samples "$J_PID" "$@")
  status=$?
  [ "$4" = - ] || forget_undo "$4"
  return "$status"
}

op_samples() { # PID COUNT INTERVAL-SECONDS LOCKS|- VIRTUAL-FILE|-
  read_status "$1" || fail no-jvm gone
  choose_way
  printf 'tool %s\n\n' "${JCMD##*/}"
  # -e: allocated bytes and defined classes, from JDK 11 on; JDK 8 refuses a flag it does not know.
  extended=-e
  case $(java_version "$J_PID") in '' | 1.* | 8*) extended='' ;; esac
  locks=''
  [ "$4" = - ] || locks=-l
  number=1
  while :; do
    sample "$number" "$5"
    [ "$number" -lt "$2" ] || break
    number=$((number + 1))
    printf 'pause\n'
    sleep "$3"
    # Where the lease is not the JVM's user's, the keeper sees that somebody works here. In a shell of its own: a
    # redirection of : that fails ends the one it is in.
    ! is_beside || (: > "$STATE/lease") 2> /dev/null || :
    read_status "$1" || fail no-jvm gone
  done
}

# Sets JCMD to what the dumps come through: a tool that attaches; or, where no attach is possible or nobody answers it,
# SIGQUIT, at which HotSpot and a native image print their threads ("sigquit") and OpenJ9 writes a file ("javacore").
# Only a process that has a handler for the signal is sent it: any other would die.
choose_way() {
  reason=$(obstacle)
  if [ -z "$reason" ]; then
    if said=$(prime_attach); then
      bound_attach "$THREADS_ANSWER_SECONDS"
      find_jcmd
      op_probe "$J_PID"
      return 0
    fi
    case $said in
      *'error no-answer '*) reason=no-answer ;;
      *) printf '%s\n' "$said"; exit 3 ;;
    esac
  fi
  op_probe "$J_PID"
  case $reason in
    disabled | no-tmp | tmp-not-writable | native-image | no-answer) JCMD=sigquit ;;
    openj9) JCMD=javacore ;;
    *) fail "$reason" "$J_PID" ;;
  esac
  has_sigquit_handler || fail "$reason" "$J_PID"
  printf 'reason %s\n' "$reason"
}

sample() { # NUMBER VIRTUAL-FILE|-
  case $JCMD in
    sigquit) signal_sample "$1"; return ;;
    javacore) javacore_sample "$1"; return ;;
  esac
  printf 'dump threads %s\n' "$1"
  # shellcheck disable=SC2086 # no word where there is nothing to ask for
  quoted run_jcmd Thread.print $locks $extended
  answer=$?
  printf '| exit-status %s\n' "$answer"
  if [ "$answer" = 124 ]; then
    # The listener is busy with what it was asked before, or the VM is stuck; the handler of the signal is another thread.
    has_sigquit_handler || return 0
    JCMD=sigquit
    signal_sample "$1"
  elif [ "$2" != - ]; then
    sample_virtual "$@"
  fi
}

signal_sample() { # NUMBER
  kill -QUIT "$J_PID" 2> /dev/null || fail no-jvm gone
  printf 'signalled %s\n' "$1"
}

# OpenJ9 writes javacore.DATE.TIME.PID.NUMBER.txt into its working directory, into /tmp where it cannot write there, and
# ends it with a line "END OF DUMP" (https://eclipse.dev/openj9/docs/dump_javadump/). It is fetched and taken away.
javacore_sample() { # NUMBER
  known=$(javacores)
  kill -QUIT "$J_PID" 2> /dev/null || fail no-jvm gone
  tries=0 core=''
  while [ -z "$core" ] && [ "$tries" -lt "$JAVACORE_TRIES" ]; do
    nap
    tries=$((tries + 1))
    core=$(javacores | while read -r file; do
      case "
$known
" in *"
$file
"*) continue ;; esac
      if tail -n 4 "$file" | grep -q 'END OF DUMP'; then printf '%s' "$file"; break; fi
    done)
  done
  [ -n "$core" ] || fail no-javacore "$J_PID"
  printf 'dump javacore %s\n' "$1"
  { cat "$core"; printf '\nexit-status 0\n'; } | quote_output
  rm -f "$core"
}

javacores() {
  for file in "/proc/$J_PID/cwd"/javacore.[0-9]*.txt "/proc/$J_PID/root/tmp"/javacore.[0-9]*.txt; do
    [ ! -f "$file" ] || [ -L "$file" ] || printf '%s\n' "$file"
  done
}

# Written where the JVM can write, read from here, deleted.
sample_virtual() { # NUMBER FILE
  choose_place
  printf 'dump virtual %s\n' "$1"
  out=$(run_jcmd Thread.dump_to_file -overwrite -format=json "$PLACE/$2")
  if [ -s "$PLACE_HERE/$2" ]; then
    { cat "$PLACE_HERE/$2"; printf '\nexit-status 0\n'; } | quote_output
  else
    { printf '%s' "$out"; printf '\nexit-status 1\n'; } | quote_output
  fi
  rm -f "$PLACE_HERE/$2"
}
