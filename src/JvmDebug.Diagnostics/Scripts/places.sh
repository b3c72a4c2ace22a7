# Where the JVM can write a file that we can fetch: a directory of its own file system, with room.

# From this on /tmp is taken without looking further; a recording of the default size fits in twice.
ROOM_KB_ENOUGH=524288
ROOM_KB_LEAST=16384

# Not df: it looks the path up in its own mount table, where the target's file systems are not.
room_kb() { stat -f -c '%a %S' "$1" 2> /dev/null | { read -r blocks size && echo $((blocks * size / 1024)); }; }

# The JVM's java.io.tmpdir where an option moves it; the last one counts. A path with anything unusual in it is no place
# for us: it comes from the target and goes through a shell.
java_tmpdir() {
  mentions "$J_PID" java.io.tmpdir || return 0
  for source in JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS arguments _JAVA_OPTIONS; do
    options_from "$J_PID" "$source"
  done | sed -n 's/^-Djava\.io\.tmpdir=\(\/[A-Za-z0-9_./-]*\)$/\1/p' | grep -v '\.\.' | tail -n 1
}

# Sets JAVA_TMPDIR. Before the subshells that want it: each would ask for itself.
TMPDIR_KNOWN_OF=''
know_tmpdir() { [ "$TMPDIR_KNOWN_OF" = "$J_PID" ] || { JAVA_TMPDIR=$(java_tmpdir) TMPDIR_KNOWN_OF=$J_PID; }; }

# As the JVM: everything here runs under its uid and gid. Read-only mounts deny the write whatever the mode says.
can_write() { # DIRECTORY
  [ -d "/proc/$J_PID/root$1" ] && [ -w "/proc/$J_PID/root$1" ] && [ -x "/proc/$J_PID/root$1" ]
}

places() {
  know_tmpdir
  printf '%s\n' /tmp ${JAVA_TMPDIR:+"$JAVA_TMPDIR"} /var/tmp /dev/shm
}

# Sets PLACE (the JVM's path), PLACE_HERE (the same seen from here) and PLACE_ROOM: /tmp where that has room, else whichever
# has most. /dev/shm is memory of the pod's, so it comes only when it is the roomiest.
PLACE_HERE=''
choose_place() {
  PLACE=/tmp PLACE_ROOM=0
  know_tmpdir
  for candidate in $(places); do
    can_write "$candidate" || continue
    candidate_room=$(room_kb "/proc/$J_PID/root$candidate")
    [ "${candidate_room:-0}" -gt "$PLACE_ROOM" ] || continue
    PLACE=$candidate PLACE_ROOM=$candidate_room
    [ "$candidate" != /tmp ] || [ "$PLACE_ROOM" -lt "$ROOM_KB_ENOUGH" ] || break
  done
  PLACE_HERE=/proc/$J_PID/root$PLACE
}

# Finds a file of ours again; its name has enough random letters to be the only one. Sets what choose_place does.
find_place() { # FILE
  PLACE=/tmp
  know_tmpdir
  for candidate in $(places); do
    if [ -e "/proc/$J_PID/root$candidate/$1" ]; then
      PLACE=$candidate
      break
    fi
  done
  PLACE_HERE=/proc/$J_PID/root$PLACE
  PLACE_ROOM=$(room_kb "$PLACE_HERE")
}

# Every path the file, or the settings file beside it, may have; one a line.
places_of() { # FILE
  for candidate in $(places); do printf '%s\n' "/proc/$J_PID/root$candidate/$1" "/proc/$J_PID/root$candidate/$1.jfc"; done
}

is_somewhere() { # FILE
  find_place "$1"
  [ -e "$PLACE_HERE/$1" ]
}

remove_everywhere() { # FILE
  for path in $(places_of "$1"); do rm -f "$path" 2> /dev/null || :; done
}

# JFR collects its chunks in java.io.tmpdir and writes the file from them at the end. Where there is no room for chunks they
# go where the file goes, for as long as ours is the recording. Sets ROOM_FOR_CHUNKS, less a reserve.
choose_repository() {
  reserve=$((ROOM_KB_LEAST / 2))
  if repository_is_full; then run_jcmd JFR.configure "repositorypath=$PLACE" > /dev/null; ROOM_FOR_CHUNKS=$(((PLACE_ROOM - reserve) / 2))
  elif [ "/proc/$J_PID/root$(repository)" -ef "$PLACE_HERE" ]; then ROOM_FOR_CHUNKS=$(((PLACE_ROOM - reserve) / 2))
  elif [ "$PLACE_ROOM" -lt "$repository_room" ]; then ROOM_FOR_CHUNKS=$((PLACE_ROOM - reserve))
  else ROOM_FOR_CHUNKS=$((repository_room - reserve))
  fi
}

repository() {
  know_tmpdir
  printf '%s' "${JAVA_TMPDIR:-/tmp}"
}

repository_is_full() {
  know_tmpdir
  repository_here=/proc/$J_PID/root${JAVA_TMPDIR:-/tmp}
  if [ "$repository_here" -ef "$PLACE_HERE" ]; then repository_room=$PLACE_ROOM
  else repository_room=$(room_kb "$repository_here")
  fi
  [ "${repository_room:-0}" -lt "$ROOM_KB_LEAST" ]
}

# JFR removes the chunks and leaves their directory, which is named after the JVM's own pid.
restore_repository() {
  # Whoever found room enough before did not look for a tool.
  if [ -n "${JCMD:-}" ] && repository_is_full && [ -d "/proc/$J_PID/root$(repository)" ]; then
    run_jcmd JFR.configure "repositorypath=$(repository)" > /dev/null
    for candidate in $(places); do
      [ "$candidate" = "$(repository)" ] || rmdir "/proc/$J_PID/root$candidate"/20[0-9][0-9]_*_"$J_NSPID" 2> /dev/null
    done
  fi
}
