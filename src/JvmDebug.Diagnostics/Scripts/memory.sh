# What we start counts against the pod's memory limit. The pod's own cgroup cannot be seen from a container, but where
# each container has a limit the pod's is their sum, so what is left of the target's own is left of the pod's at least.

# What each takes at its peak (make bench measures it), the shell and the tools beside it included.
memory_needed_kb() { # TOOL
  case $1 in java) echo 76800 ;; jcmd) echo 46080 ;; *) echo 6144 ;; esac
}

# Bytes in KB, less than the limit; empty if there is none. Files that are merely cached can go.
memory_left_kb() { # ROOT-OF-A-CONTAINER
  cgroup=$1/sys/fs/cgroup
  if [ -r "$cgroup/memory.max" ]; then
    limit=$(cat "$cgroup/memory.max") used=$(cat "$cgroup/memory.current") cached=inactive_file
  elif [ -r "$cgroup/memory/memory.limit_in_bytes" ]; then
    cgroup=$cgroup/memory
    limit=$(cat "$cgroup/memory.limit_in_bytes") used=$(cat "$cgroup/memory.usage_in_bytes") cached=total_inactive_file
  else
    return 0
  fi
  # Version 1 has a number without meaning where there is no limit.
  case $limit in max | '' | ???????????????*) return 0 ;; esac
  free=0
  while read -r key value; do [ "$key" = "$cached" ] && free=$value; done < "$cgroup/memory.stat"
  echo $(((limit - used + free) / 1024))
}

# Before anything bigger than a shell is started, under the JVM's identity.
check_memory() { # TOOL
  [ "$JVMDEBUG_MEMORY" = check ] || return 0
  left=$(memory_left_kb "/proc/$J_PID/root") needed=$(memory_needed_kb "${1##*/}")
  [ -z "$left" ] || [ "$left" -ge "$needed" ] || fail no-memory "${1##*/}" "$needed" "$left"
}
