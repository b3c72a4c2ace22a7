# Finding JVMs from /proc alone. `jcmd -l` and `jps` see nothing of another container when the PID namespace is shared
# (JDK-8284330), and under Rosetta or qemu the process is not called java. /proc/PID/{status,cmdline,comm} and the names
# of threads are readable by everyone; exe, maps, root and environ only with the JVM's own credentials.

# Sets J_* from /proc/PID/status and J_THREADS; false if the process is gone.
read_status() { # PID
  J_PID=$1 J_NSPID=$1 J_UID='' J_GID='' J_GROUPS='' J_CAPS='' J_SIGCGT='' J_SIGIGN='' J_THREADS=0 J_STATE='' J_RSS=''
  [ -r "/proc/$1/status" ] || return 1
  while read -r key a b rest; do
    case $key in
      Uid:) J_UID=$b ;;
      Gid:) J_GID=$b ;;
      Groups:) J_GROUPS="$a${b:+,$b}"; for g in $rest; do J_GROUPS=$J_GROUPS,$g; done ;;
      NSpid:) J_NSPID=$a; for n in $b $rest; do J_NSPID=$n; done ;;
      Threads:) J_THREADS=$a ;;
      State:) J_STATE=$a ;;
      VmRSS:) J_RSS=$a ;;
      SigCgt:) J_SIGCGT=$a ;;
      SigIgn:) J_SIGIGN=$a ;;
      # The last of them: a shell reads byte by byte, and as much again follows.
      CapPrm:) J_CAPS=$a && break ;;
    esac
  done < "/proc/$1/status" 2> /dev/null
  [ -n "$J_UID" ]
}

# HotSpot names its threads since JDK 9, whatever the executable is called; for JDK 8 the mapped library tells, and
# where it may not be read, the command line (the second word is java when an emulator is the first).
is_hotspot() { # PID
  [ "$J_THREADS" -ge 5 ] || return 1
  for task in /proc/"$1"/task/*/comm; do
    read -r name 2> /dev/null < "$task" || continue
    [ "$name" = "VM Thread" ] && return 0
  done
  if [ -r "/proc/$1/maps" ] && grep -q '/libjvm\.so' "/proc/$1/maps" 2> /dev/null; then return 0; fi
  tr '\000' '\n' < "/proc/$1/cmdline" 2> /dev/null | head -n 2 | grep -q '\(^\|/\)java$'
}

# The library that makes it OpenJ9 has the version in its name (libj9vm29.so); its attach API keeps a directory. Both take
# the JVM's own credentials to see.
is_openj9() { # PID
  grep -q '/libj9vm[0-9]*\.so' "/proc/$1/maps" 2> /dev/null || [ -d "/proc/$1/root/tmp/.com_ibm_tools_attach/$J_NSPID" ]
}

# SubstrateVM keeps the image heap in an ELF section of its own and exports its version (com.oracle.svm.core).
is_native_image() { # PID
  grep -q -a -e '\.svm_heap' -e '__svm_version_info' "/proc/$1/exe" 2> /dev/null
}

is_jvm() { is_hotspot "$1" || is_openj9 "$1" || is_native_image "$1"; } # PID

# OpenJ9 first: it has a libjvm.so and a process called java, too.
kind_of() { # PID
  if is_openj9 "$1"; then echo openj9
  elif is_hotspot "$1"; then echo hotspot
  elif is_native_image "$1"; then echo native-image
  else echo hotspot
  fi
}

# The debug container is full of JVMs itself while jcmd runs. Without one, what another of us started is called jcmd.
is_ours() { # PID
  if is_beside; then [ "/proc/$1/root/" -ef / ]
  else tr '\000' '\n' < "/proc/$1/cmdline" 2> /dev/null | head -n 1 | grep -q '\(^\|/\)jcmd$'; fi
}

# In its own cgroup namespace (cgroup v2) a container sees its path as / and not its id: there, its processes are those
# with the cgroup that we have ourselves.
in_container() { # PID CONTAINER-ID|-
  [ "$2" = - ] || grep -q "$2" "/proc/$1/cgroup" 2> /dev/null \
    || { is_inside && [ "$(cat "/proc/$1/cgroup" 2> /dev/null)" = "$(cat /proc/self/cgroup)" ]; }
}

# One line a JVM, fields separated by tabs (JvmScan reads it).
describe_jvm() {
  printf 'jvm %s\t%s\t%s\t%s\t%s\t%s\t%s\t' "$J_PID" "$J_NSPID" "$J_UID" "$J_GID" "$J_CAPS" "$J_SIGCGT" "$J_SIGIGN"
  head -c 16384 "/proc/$J_PID/cmdline" 2> /dev/null | tr '\000-\037\177' '\037       \037'
  printf '\n'
}

for_each_jvm() { # CONTAINER-ID|- FUNCTION
  for dir in /proc/[0-9]*; do
    pid=${dir#/proc/}
    if is_target "$pid" "$1"; then "$2"; fi
  done
}

is_target() { # PID CONTAINER-ID|-
  ! is_ours "$1" && read_status "$1" && in_container "$1" "$2" && is_jvm "$1"
}

describe_and_probe() {
  describe_jvm
  under_jvm_identity probe "$J_PID"
}

op_find() { # CONTAINER-ID|-
  for_each_jvm "$1" describe_and_probe
}

# Leaves J_* set to the one JVM meant.
choose_jvm() { # CONTAINER-ID|- PID|-
  found=$2 count=1
  [ "$2" != - ] || { found='' count=0; for_each_jvm "$1" collect; }
  if [ "$2" != - ] && ! is_target "$2" "$1"; then
    for_each_jvm "$1" describe_jvm
    fail no-such-pid "$2"
  elif [ "$count" = 0 ]; then
    fail no-jvm "$(processes_seen)"
  elif [ "$count" -gt 1 ]; then
    for_each_jvm "$1" describe_jvm
    fail several-jvms "$count"
  fi
  read_status "$found" || fail no-jvm gone
  describe_jvm
}

collect() { found="${found:+$found }$J_PID" count=$((count + 1)); }

# What is there instead of a JVM helps to see a wrong container or a runtime that did not share the PID namespace.
processes_seen() {
  for dir in /proc/[0-9]*; do
    is_ours "${dir#/proc/}" && continue
    read -r name 2> /dev/null < "$dir/comm" && printf '%s ' "$name"
  done
}
