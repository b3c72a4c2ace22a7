# One look at a JVM for whoever watches it: cheap, because it is repeated every few seconds for ever.

op_sample() { # CONTAINER-ID|- PID|- heap|heap-used|cpu
  choose_jvm "$1" "$2"
  touch_lease
  if [ "$3" = cpu ]; then sample_cpu "$J_PID"; else under_jvm_identity sample_heap "$J_PID" "$3"; fi
}

# Time used and time gone by, both by the node's own clock, so that a slow exec does not matter. In /proc/PID/stat the
# name can hold blanks and parentheses; utime and stime are the 12th and 13th field after it.
sample_cpu() { # PID
  stat=$(cat "/proc/$1/stat" 2> /dev/null) || fail no-jvm gone
  # shellcheck disable=SC2086 # fields
  set -- ${stat##*) }
  ticks=$((${12} + ${13}))
  read -r uptime _ < /proc/uptime
  printf 'ticks %s\nhz %s\nuptime %s\n' "$ticks" "$(getconf CLK_TCK 2> /dev/null || echo 100)" "$uptime"
}

op_sample_heap() { # PID heap|heap-used
  read_status "$1" || fail no-jvm gone
  prime_attach
  find_jcmd
  op_probe "$J_PID"
  if [ "$2" = heap ]; then run_jcmd VM.flags | quote_output; fi
  run_jcmd GC.heap_info | quote_output
}
