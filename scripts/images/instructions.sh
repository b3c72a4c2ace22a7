# shellcheck shell=bash disable=SC2154,SC2004,SC2016 # sourced by build-images.sh; associative arrays; jq has $names too
# One function an instruction: instruction_NAME STAGE REST. Those that write files make a layer, unless there is one with
# the same key already; the others change the image's configuration.

configure() { # STAGE JQ-FILTER ARGUMENT...
  local stage=$1 filter=$2
  shift 2
  stage_config[$stage]=$(jq -c "$@" "$filter" <<< "${stage_config[$stage]}")
}

setting() { jq -r ".$2 // \"\"" <<< "${stage_config[$1]}"; } # STAGE NAME

# A key stands for everything that made the files so far.
add_layer() { # STAGE LABEL KEY-MATERIAL STEP ARGUMENT...
  local stage=$1 label=$2 key
  key=$(echo "${stage_key[$stage]} $3" | hash_of)
  shift 3
  layer_ensure "$key" layer_make "${context_dir##*/}, stage $stage: $label" "${stage_suite[$stage]}" "${stage_layers[$stage]}" "$@"
  stage_key[$stage]=$key
  layer_is_empty "$key" || stage_layers[$stage]+=" $key"
}

instruction_run() {
  local stage=$1 command=$2 packages resolved="" environment name
  environment=$(jq -r '.Env[]' <<< "${stage_config[$stage]}")
  for name in ${stage_args[$stage]:-}; do environment+=$'\n'"$name=${build_arg[$name]:-}"; done
  packages=$(apt_packages_in "$(substitute "$command")")
  # shellcheck disable=SC2086 # a list
  [ -z "$packages" ] || resolved=$(apt_resolve "${stage_suite[$stage]}" $packages)
  add_layer "$stage" "RUN $(substitute "${command:0:100}")" "RUN $command $environment $resolved" \
    run "$environment" "$(setting "$stage" User | sed 's/^$/0:0/')" "$(setting "$stage" WorkingDir | sed 's|^$|/|')" "$command"
}

instruction_copy() {
  local stage=$1 from=- from_order=- chown=- words material
  read -r -a words <<< "$(substitute "$2")"
  while [[ ${words[0]} == --* ]]; do
    case ${words[0]} in
      --from=*) from=${words[0]#*=} ;;
      --chown=*) chown=${words[0]#*=} ;;
      *) die "$context_dir/Dockerfile: COPY ${words[0]} is not understood here" ;;
    esac
    words=("${words[@]:1}")
  done
  if [ "$from" = - ]; then
    material=$(cd "$context_dir" && find "${words[@]:0:${#words[@]}-1}" -type f -print0 | sort -z | xargs -0 sha256sum)
  else
    stage_build "$from"
    from_order=$(overlay_order "${stage_layers[$from]}")
    material=${stage_key[$from]}
  fi
  add_layer "$stage" "COPY ${words[*]}" "COPY $chown ${words[*]} $material" \
    copy "$from_order" "$context_dir" "$chown" "$(setting "$stage" WorkingDir)" "${words[@]}"
}

instruction_workdir() {
  local directory
  directory=$(substitute "$2")
  configure "$1" '.WorkingDir = $d' --arg d "$directory"
  add_layer "$1" "WORKDIR $directory" "WORKDIR $directory" mkdir "$directory"
}

# NAME=VALUE pairs; values with spaces are not needed and not understood.
instruction_env() {
  local pair
  for pair in $(substitute "$2"); do
    configure "$1" '.Env = [.Env[] | select(startswith($n + "=") | not)] + [$p]' --arg n "${pair%%=*}" --arg p "$pair"
  done
}

instruction_label() { configure "$1" '.Labels[$n] = $v' --arg n "${2%%=*}" --arg v "$(sed -E 's/^"(.*)"$/\1/' <<< "${2#*=}")"; }
instruction_expose() { configure "$1" '.ExposedPorts[$p + "/tcp"] = {}' --arg p "$2"; }
instruction_user() { configure "$1" '.User = $u' --arg u "$(substitute "$2")"; }
instruction_cmd() { configure "$1" '.Cmd = $c' --argjson c "$2"; }

# As docker build: a new entrypoint drops the command that came with the base.
instruction_entrypoint() { configure "$1" '.Entrypoint = $c | del(.Cmd)' --argjson c "$2"; }
