# jvmdebug's side in the debug container. POSIX sh: dash, bash and busybox ash all run it. It arrives on standard input
# (see PodScript), so it is only ever run whole, and answers in lines: a keyword, a blank, the rest. Text of the JVM's
# or of jcmd's is marked with "| " so that it can never be taken for a keyword.
set -u
LC_ALL=C
export LC_ALL

STATE=/tmp/.jvmdebug
NEWLINE='
'

# JVMDEBUG_WAY is how we came here: "beside" the target in a debug container with a keeper, "inside" its own container by
# an exec, or "local" on the machine the JVM runs on. Only beside is there somebody who cleans up after a broken connection.
is_beside() { [ "$JVMDEBUG_WAY" = beside ]; }
is_inside() { [ "$JVMDEBUG_WAY" = inside ]; }

fail() { # CODE TEXT...
  code=$1
  shift
  printf 'error %s %s\n' "$code" "$*"
  exit 3
}

has() { command -v "$1" > /dev/null 2>&1; }

quote_output() { sed 's/^/| /'; }

# Quotes what a command says and returns its status. An empty line ends it: the command may have left its last one open.
quoted() { # COMMAND ARGS...
  { quoted_status=$({ { "$@"; echo "$?" >&4; echo; } | quote_output >&3; } 4>&1); } 3>&1
  return "$quoted_status"
}

# The application comes first: whatever we run beside it gets the lowest priority there is.
gently() {
  if has nice; then nice -n 19 "$@"; else "$@"; fi
}

# Tells the keeper, the debug container's main process, that somebody was here. In a debug container that has just started
# we can be there before it.
touch_lease() {
  is_beside || return 0
  tries=0
  while [ ! -d "$STATE/undo" ] && [ "$tries" -lt 40 ]; do nap; tries=$((tries + 1)); done
  : > "$STATE/lease"
}

nap() { sleep 0.05 2> /dev/null || sleep 1; }

# How long what nobody came for stays, in seconds: as long as the debug container itself, a minute at least and an hour at most.
kept_seconds() {
  kept_for=600
  [ ! -r "$STATE/idle" ] || read -r kept_for < "$STATE/idle"
  if [ "$kept_for" = 0 ] || [ "$kept_for" -gt 3600 ]; then kept_for=3600; elif [ "$kept_for" -lt 60 ]; then kept_for=60; fi
  printf '%s' "$kept_for"
}

# The keeper removes the file at the deadline (seconds since the epoch) if nobody did before.
register_undo() { # ID DEADLINE PATH...
  is_beside || return 0
  undo=$STATE/undo/$1
  deadline=$2
  shift 2
  printf '%s %s %s\n' "$deadline" "$J_UID" "$J_GID" > "$undo.new" 2> /dev/null \
    || fail image-unsuitable "the debug container cannot write to $STATE, where it keeps what is to be cleaned up"
  for path in "$@"; do printf '%s\n' "$path" >> "$undo.new"; done
  mv "$undo.new" "$undo"
}

forget_undo() { if is_beside; then rm -f "$STATE/undo/$1"; fi; }

# For as long as the file is being fetched, resumed fetches included.
extend_undo() { # ID SECONDS
  [ -f "$STATE/undo/$1" ] || return 0
  {
    read -r _ owner group
    printf '%s %s %s\n' "$(($(date +%s) + $2))" "$owner" "$group"
    cat
  } < "$STATE/undo/$1" > "$STATE/undo/$1.new" && mv "$STATE/undo/$1.new" "$STATE/undo/$1"
}
