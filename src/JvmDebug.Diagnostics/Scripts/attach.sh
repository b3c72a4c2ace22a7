# Everything below runs under the JVM's own uid and gid: HotSpot accepts an attach from nobody else (root excepted since
# JDK-8197387), and the kernel's ptrace access check on /proc/PID/root wants the same plus no fewer capabilities.

under_jvm_identity() { # OP ARGS...
  read_own_identity
  if takes_identity; then
    if [ -n "$J_GROUPS" ]; then set -- --groups "$J_GROUPS" sh -c "$JVMDEBUG" jvmdebug "$@"
    else set -- --clear-groups sh -c "$JVMDEBUG" jvmdebug "$@"; fi
    setpriv --reuid "$J_UID" --regid "$J_GID" "$@"
  else
    run "$@"
  fi
}

# Whether setpriv has to be asked for the JVM's identity, and can be.
takes_identity() { [ "$OWN_UID $OWN_GID" != "$J_UID $J_GID" ] && [ "$OWN_UID" = 0 ] && has setpriv; }

# Read and not asked of a program: a capture does it often, and each program started counts in its time.
read_own_identity() {
  while read -r key a b _; do
    case $key in Uid:) OWN_UID=$b ;; Gid:) OWN_GID=$b ;; CapEff:) OWN_CAPS=$a && break ;; esac
  done < /proc/self/status
}

# The directory the release file is in, seen from here; empty if it cannot be told.
java_home() { # PID
  exe=$(readlink "/proc/$1/exe" 2> /dev/null)
  case $exe in
    */bin/java) home=${exe%/bin/java} ;;
    *)
      lib=$(sed -n 's|.* \(/.*\)/libjvm\.so$|\1|p' "/proc/$1/maps" 2> /dev/null | head -n 1)
      home=${lib%/lib/*}
      ;;
  esac
  [ -f "/proc/$1/root$home/release" ] || home=${home%/jre}
  [ -f "/proc/$1/root$home/release" ] && printf '%s' "/proc/$1/root$home"
}

java_version() { # PID
  home=$(java_home "$1")
  [ -n "$home" ] || return 0
  while IFS='=' read -r key value || [ -n "$key" ]; do
    [ "$key" = JAVA_VERSION ] || continue
    value=${value#\"}
    printf '%s' "${value%%[!0-9A-Za-z._+-]*}"
    return 0
  done 2> /dev/null < "$home/release"
}

# What sets a JVM option so: "arguments", or the variable that brings it; empty if nothing does, or if it is undone behind
# that. HotSpot lets the last one count, in this order; JDK_JAVA_OPTIONS is what the launcher puts before the arguments.
where_is() { # PID -XX:+NAME|-XX:-NAME
  mentions "$1" "$2" || return 0
  place=''
  for source in JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS arguments _JAVA_OPTIONS; do
    case $(options_from "$1" "$source" | grep -x -e "-XX:[+-]${2#-XX:?}" | tail -n 1) in
      "$2") place=$source ;;
      ?*) place='' ;;
    esac
  done
  [ -z "$place" ] || echo "$place"
}

# Hardly any JVM has an option that we look for, and each program started counts in a capture's time. Not by grep alone:
# busybox' takes a line for ended by its first NUL.
mentions() { # PID TEXT
  case $(cat "/proc/$1/cmdline" "/proc/$1/environ" 2> /dev/null | tr '\000' ' ') in *"$2"*) ;; *) return 1 ;; esac
}

# One a line. A variable's may stand on several lines, in quotes.
options_from() { # PID arguments|VARIABLE
  if [ "$2" = arguments ]; then tr '\000' '\n' < "/proc/$1/cmdline"
  else tr '\n\000' ' \n' < "/proc/$1/environ" | sed -n "s/^$2=//p" | tr " \t\"'" '\n\n\n\n'
  fi 2> /dev/null
}

has_sigquit_handler() {
  case $J_SIGCGT in *[4567cdefCDEF]) ;; *) return 1 ;; esac
  case $J_SIGIGN in *[4567cdefCDEF]) return 1 ;; esac
}

socket_of() { printf '/proc/%s/root/tmp/.java_pid%s' "$J_PID" "$J_NSPID"; }

# Sets J_KIND. Before the subshells that want it: each would ask for itself.
KIND_KNOWN_OF=''
know_kind() { [ "$KIND_KNOWN_OF" = "$J_PID" ] || { J_KIND=$(kind_of "$J_PID") KIND_KNOWN_OF=$J_PID; }; }

# Why an attach cannot work, as one word; empty if it can. A failed attach is never made just to see: each SIGQUIT that
# is not taken for an attach prints a thread dump into the application's log, and kills a process without a handler.
obstacle() {
  know_kind
  if [ ! -r "/proc/$J_PID/root/" ] || ! ls "/proc/$J_PID/root/" > /dev/null 2>&1; then echo credentials
  elif [ "$J_STATE" = T ] || [ "$J_STATE" = t ]; then echo stopped
  elif [ "$J_KIND" = openj9 ]; then echo openj9
  elif [ -S "$(socket_of)" ]; then :
  elif [ "$J_KIND" = native-image ] && ! grep -q -a '\.java_pid' "/proc/$J_PID/exe"; then echo native-image
  elif [ -n "$(where_is "$J_PID" -XX:+DisableAttachMechanism)" ]; then echo disabled
  elif [ ! -d "/proc/$J_PID/root/tmp" ]; then echo no-tmp
  elif [ ! -w "/proc/$J_PID/root/tmp" ]; then echo tmp-not-writable
  elif ! has_sigquit_handler; then echo no-sigquit-handler
  fi
}

# probe OBSTACLE|- JAVA|- UID GID CAPEFF KIND: the identity is the one the attach would be made under.
op_probe() { # PID
  read_status "$1" || return 0
  know_kind
  print_probe "$(obstacle)"
}

print_probe() { # OBSTACLE
  v=$(java_version "$J_PID")
  read_own_identity
  know_kind
  printf 'probe %s %s %s %s %s %s\n' "${1:--}" "${v:--}" "$OWN_UID" "$OWN_GID" "$OWN_CAPS" "$J_KIND"
}

# Whether nobody has attached to the JVM since it began. HotSpot names its threads since JDK 9; where it does not, nobody knows.
is_untouched() {
  named=no
  for task in /proc/"$J_PID"/task/*/comm; do
    read -r name 2> /dev/null < "$task" || continue
    case $name in 'Attach Listener') return 1 ;; 'VM Thread') named=yes ;; esac
  done
  [ "$named" = yes ]
}

# Starts the attach listener, as jcmd would, but only where it is known to work, and links the socket to where a jcmd
# without JDK-8342449 (17, 11, early 21) looks: /tmp of its own mount namespace, because pid and nspid are equal.
# J_UNTOUCHED says afterwards whether this was the first attach there ever was.
prime_attach() {
  J_UNTOUCHED=no
  know_kind
  o=$(obstacle)
  if [ -n "$o" ]; then
    print_probe "$o"
    fail "$o" "$J_PID"
  fi
  socket=$(socket_of)
  if [ ! -S "$socket" ]; then
    ! is_untouched || J_UNTOUCHED=yes
    trigger=/proc/$J_PID/root/tmp/.attach_pid$J_NSPID
    rm -f "$trigger"
    (set -C; : > "$trigger") 2> /dev/null || fail tmp-not-writable "$J_PID"
    kill -QUIT "$J_PID" 2> /dev/null || { rm -f "$trigger"; fail credentials "$J_PID"; }
    tries=0
    while [ ! -S "$socket" ] && [ "$tries" -lt 100 ]; do nap; tries=$((tries + 1)); done
    rm -f "$trigger"
    [ -S "$socket" ] || fail no-answer "$J_PID"
  fi
  own=/tmp/.java_pid$J_PID
  [ "$own" -ef "$socket" ] || ln -sf "$socket" "$own" 2> /dev/null
}

# Whatever carries the command best: jattach and perl take 2 MB and 20 ms, jcmd is a JVM of 45 MB in the pod's limit, and
# java with a source is one of 75 MB.
find_jcmd() {
  if has jattach; then JCMD=jattach
  elif has perl && perl -MSocket -e 1 2> /dev/null; then JCMD=perl
  elif has jcmd; then JCMD=jcmd
  elif [ -n "${JAVA_HOME:-}" ] && [ -x "$JAVA_HOME/bin/jcmd" ]; then JCMD=$JAVA_HOME/bin/jcmd
  else fail no-jcmd "$(java -version 2>&1 | head -n 1)"
  fi
  case $JCMD in *jcmd) ! refuses_links "$JCMD" || JCMD=java ;; esac
  check_memory "$JCMD"
}

# The attach protocol, version 1, which every HotSpot from JDK 6 on answers (src/hotspot/share/services/attachListener.hpp):
#   request   "1" NUL "jcmd" NUL COMMAND-LINE NUL NUL NUL        always three arguments, of at most 1024 bytes before JDK 24
#   answer    RESULT-CODE newline TEXT, to the end of the connection
attach_with_perl() { # ARGS...
  # shellcheck disable=SC2086 # a command and its argument, or nothing
  $BOUND perl -MSocket -e '
    my ($path, $s) = shift;
    socket($s, PF_UNIX, SOCK_STREAM, 0) && connect($s, sockaddr_un($path)) or die "cannot connect to $path: $!\n";
    syswrite $s, "1\0jcmd\0" . join(" ", @ARGV) . "\0\0\0";
    my $text = "";
    until ($text =~ /\n/) { sysread($s, $text, 65536, length $text) or die "the JVM closed the connection without an answer\n"; }
    $text =~ s/^(-?\d+)\n//;
    my $code = $1;
    $| = 1;
    do { print $text; } while (sysread($s, $text, 65536));
    exit($code == 0 ? 0 : 1);' "$(socket_of)" "$@"
}

# A JVM whose attach listener is stuck takes the connection and never answers. From here on run_jcmd ends after SECONDS,
# with status 124, where the image has timeout(1).
BOUND=''
bound_attach() { if has timeout; then BOUND="timeout $1"; fi; } # SECONDS

# shellcheck disable=SC2086 # BOUND is a command and its argument, or nothing
run_jcmd() { # ARGS...
  case $JCMD in
    jattach) gently $BOUND jattach "$J_PID" jcmd "$@" 2>&1 ;;
    perl) attach_with_perl "$@" 2>&1 ;;
    java) attach_with_java "$@" 2>&1 ;;
    # The smallest heap that does, no hsperfdata file, and no JIT: it takes 4 to 8 MB and is no faster over 300 ms.
    *) gently $BOUND "$JCMD" -J-Xmx12m -J-XX:+UseSerialGC -J-Xint -J-XX:-UsePerfData \
      -J-Dsun.tools.attach.attachTimeout=5000 "$J_PID" "$@" 2>&1 ;;
  esac
  status=$?
  # busybox' timeout ends as the command does that it has sent SIGTERM.
  [ -z "$BOUND" ] || [ "$status" != 143 ] || status=124
  # JDK 21 and 25 delete the trigger's canonical path in their own mount namespace and leave the target's.
  for trigger in "/proc/$J_PID/root/tmp/.attach_pid$J_NSPID" "/proc/$J_PID/cwd/.attach_pid$J_NSPID"; do
    [ ! -e "$trigger" ] || rm -f "$trigger" 2> /dev/null
  done
  # The debug container takes its own /tmp along; a machine keeps it.
  is_beside || { [ -L "/tmp/.java_pid$J_PID" ] && rm -f "/tmp/.java_pid$J_PID"; }
  return "$status"
}

op_jcmd() { # PID SECONDS|- ARGS...
  read_status "$1" || fail no-jvm gone
  prime_attach
  [ "$2" = - ] || bound_attach "$2"
  shift 2
  find_jcmd
  print_probe ''
  printf 'tool %s\n\n' "${JCMD##*/}"
  run_jcmd "$@"
}

op_run_jcmd() { # CONTAINER-ID|- PID|- SECONDS|- ARGS...
  filter=$1 wanted=$2
  shift 2
  choose_jvm "$filter" "$wanted"
  touch_lease
  under_jvm_identity jcmd "$J_PID" "$@"
}
