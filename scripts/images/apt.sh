# shellcheck shell=bash disable=SC2154,SC2016 # sourced by build-images.sh
# Packages: a private apt state for each Debian suite, fed from the mirror that this machine itself is configured for.
# The machine's own apt state is only read.

refresh_minutes=1440
debian_suites=(bullseye bookworm trixie forky oldoldstable oldstable stable testing sid unstable)
keyring=/usr/share/keyrings/debian-archive-keyring.gpg

apt_is_fresh() { [ -n "$(find "$cache/apt/refreshed" -mmin -"$refresh_minutes" 2> /dev/null)" ]; }

# URI and release of every configured repository; apt reads its one-line and deb822 files itself.
configured_repositories() {
  apt-get indextargets --no-release-info --format '$(CREATED_BY) $(REPO_URI) $(RELEASE)' | awk '$1 == "Packages" { print $2, $3 }' | sort -u
}

# The first configured URI that carries one of the given releases.
uri_of() { # RELEASE...
  local uri release wanted_release
  while read -r uri release; do
    for wanted_release in "$@"; do
      if [ "$release" = "$wanted_release" ]; then echo "$uri"; return; fi
    done
  done < <(configured_repositories)
}

apt_sources() { # SUITE
  local uri=${DEBIAN_MIRROR:-} security
  [ -n "$uri" ] || uri=$(uri_of "${debian_suites[@]}")
  [ -n "$uri" ] || die "apt on this machine knows no Debian repository; name one: DEBIAN_MIRROR=http://…/debian scripts/build-images.sh"
  [ -r "$keyring" ] || die "$keyring is missing (package debian-archive-keyring)"
  echo "deb [signed-by=$keyring] $uri $1 main"
  case $1 in sid | unstable | testing) return ;; esac
  echo "deb [signed-by=$keyring] $uri $1-updates main"
  security=$(uri_of "${debian_suites[@]/%/-security}")
  [ -z "$security" ] || echo "deb [signed-by=$keyring] $security $1-security main"
}

# How this machine reaches its mirror and what it accepts from it (proxies, certificates, dates), without its hooks and
# without what it keeps of an index.
apt_machine_configuration() {
  apt-config dump | grep '^Acquire::' | grep -vE '^Acquire::(IndexTargets|Languages|CompressionTypes|Changelogs|cdrom|GzipIndexes)' || true
  apt-config dump | grep -q '^Acquire::Retries' || echo 'Acquire::Retries "3";'
  echo "APT::Architecture \"$arch\"; APT::Architectures { \"$arch\"; };"
  echo 'APT::Sandbox::User "root"; APT::Install-Recommends "false"; Acquire::Languages "none"; Dpkg::Use-Pty "false";'
  echo 'Acquire::IndexTargets::deb::DEP-11::DefaultEnabled "false"; Acquire::IndexTargets::deb::CNF::DefaultEnabled "false";'
}

suite_apt() { # SUITE PROGRAM ARGUMENT...
  local state=$cache/apt/$1 program=$2
  shift 2
  APT_CONFIG=$state/outside.conf "$program" "$@"
}

# outside.conf is for apt on this machine, machine.conf for apt in a chroot.
apt_configure() { # SUITE
  local state=$cache/apt/$1
  mkdir -p "$state/lists/partial" "$state/archives/partial"
  apt_sources "$1" > "$state/sources.list"
  : > "$state/status"
  apt_machine_configuration > "$state/machine.conf"
  {
    cat "$state/machine.conf"
    # The hooks in apt.conf.d (docker-clean, PackageKit) are for the machine's own state.
    echo 'Dir::Etc::parts "/dev/null"; Dir::Etc::main "/dev/null"; Dir::Etc::sourceparts "/dev/null"; Dir::Etc::preferencesparts "/dev/null";'
    echo "Dir::Etc::sourcelist \"$state/sources.list\"; Dir::State::lists \"$state/lists\"; Dir::State::status \"$state/status\";"
    echo "Dir::Cache \"$state\"; Dir::Cache::archives \"$state/archives\";"
  } > "$state/outside.conf"
}

apt_refresh_suite() { # SUITE
  local state=$cache/apt/$1
  apt_configure "$1"
  if suite_apt "$1" apt-get -q update > "$state/update.log" 2>&1 && ! grep -q '^[EW]:' "$state/update.log"; then
    rm -rf "$state/resolved"
  elif [ -d "$state/resolved" ]; then
    say "the index of $1 could not be fetched; going on with the one from $(date -r "$state/resolved" +%F)"
  else
    cat "$state/update.log" >&2
    die "the index of $1 could not be fetched from $(cut -d' ' -f3 "$state/sources.list" | head -n 1)"
  fi
  mkdir -p "$state/resolved"
}

apt_refresh() {
  local suite
  for suite in "$cache"/apt/*/; do
    [ -d "$suite" ] && apt_refresh_suite "$(basename "$suite")"
  done
  mkdir -p "$cache/apt"
  date +%s.%N > "$cache/apt/refreshed"
}

# The paths in the configuration are those of this checkout, the cache may come from another.
apt_need_suite() { # SUITE
  mkdir -p "$cache/locks"
  (
    flock 8
    apt_need_suite_alone "$1"
  ) 8> "$cache/locks/apt-$1"
}

apt_need_suite_alone() { # SUITE
  if [ ! -d "$cache/apt/$1/resolved" ]; then
    say "index of $1"
    apt_refresh_suite "$1"
  elif ! grep -qF "\"$cache/apt/$1\"" "$cache/apt/$1/outside.conf"; then
    apt_configure "$1"
  fi
}

# Names, versions and checksums of all that installing the given packages brings.
apt_resolve() { # SUITE PACKAGE...
  local suite=$1 file answer
  shift
  file=$cache/apt/$suite/resolved/$(echo "$*" | hash_of)
  if [ ! -f "$file" ]; then
    answer=$(suite_apt "$suite" apt-get install --print-uris -y "$@") || die "$suite has not all of: $*"
    mkdir -p "$cache/locks"
    (
      flock 8
      awk "/^'/ { print \$2, \$4 }" <<< "$answer" | sort > "$file.new"
      mv "$file.new" "$file"
    ) 8> "$cache/locks/resolve"
  fi
  cat "$file"
}

# The packages that a shell command asks apt-get for.
apt_packages_in() { # COMMAND
  grep -oE 'apt-get (-[^ ]+ )*(install|download)[^&|;]*' <<< "$1" | tr ' ' '\n' | grep -vE '^(-.*|apt-get|install|download|)$' || true
}
