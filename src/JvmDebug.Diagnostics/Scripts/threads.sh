# All thread dumps of one JVM in one exec: the waiting happens here. Behind the empty line each dump is
#   dump KIND NUMBER          threads or virtual
#   | TEXT ...                its lines
#   | exit-status CODE        jcmd's, the last of them
# and "signalled NUMBER" where the JVM was only asked to print one into its own log.

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
  o=$(obstacle)
  case $o in
    '') prime_attach; find_jcmd; op_probe "$J_PID" ;;
    # Without an attach a JVM still prints its threads when it is told to, but only one that has a handler may be told.
    disabled | no-tmp | tmp-not-writable) has_sigquit_handler || { op_probe "$J_PID"; fail "$o" "$J_PID"; }; op_probe "$J_PID"; JCMD=sigquit ;;
    *) op_probe "$J_PID"; fail "$o" "$J_PID" ;;
  esac
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
    sleep "$3"
    read_status "$1" || fail no-jvm gone
  done
}

sample() { # NUMBER VIRTUAL-FILE|-
  if [ "$JCMD" = sigquit ]; then
    kill -QUIT "$J_PID" 2> /dev/null || return 4
    printf 'signalled %s\n' "$1"
    return 0
  fi
  printf 'dump threads %s\n' "$1"
  # shellcheck disable=SC2086 # no word where there is nothing to ask for
  { run_jcmd Thread.print $locks $extended; printf '\nexit-status %s\n' "$?"; } | quote_output
  [ "$2" = - ] || sample_virtual "$@"
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
