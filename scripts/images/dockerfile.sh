# shellcheck shell=bash disable=SC2034,SC2154 # sourced by build-images.sh
# Reads a Dockerfile and builds a stage of it. Understood: FROM (debian:SUITE-slim, scratch, an earlier stage), ARG, RUN in
# shell form, COPY with --from and --chown, ENV, LABEL, EXPOSE, USER, WORKDIR, ENTRYPOINT and CMD in exec form. Anything
# else is an error, so that what is built here and what an engine builds cannot differ in silence.

declare -A build_arg stage_text stage_from stage_done stage_key stage_layers stage_suite stage_config stage_args
stage_names=()
context_dir=""
default_path=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin

# One instruction a line: comments out, continued lines joined.
dockerfile_lines() { # FILE
  sed -E '/^[[:space:]]*#/d' "$1" | sed -E ':a; /\\$/ { N; s/[[:space:]]*\\\n[[:space:]]*/ /; ta }' | grep -vE '^[[:space:]]*$'
}

# ${NAME} of build arguments; what is not one (a shell's own variable) stays as it is.
substitute() { # TEXT
  local text=$1 name
  for name in "${!build_arg[@]}"; do text=${text//\$\{$name\}/${build_arg[$name]}}; done
  echo "$text"
}

dockerfile_load() { # CONTEXT "ARG=VALUE ..."
  local keyword rest line pair name="" number=0
  build_arg=() stage_text=() stage_from=() stage_done=() stage_key=() stage_layers=() stage_suite=() stage_config=() stage_args=()
  stage_names=()
  context_dir=$1
  build_arg[TARGETARCH]=$arch
  for pair in $2; do build_arg[${pair%%=*}]=${pair#*=}; done
  while read -r line; do
    keyword=${line%%[[:space:]]*}
    rest=${line#"$keyword"}
    rest=${rest#"${rest%%[![:space:]]*}"}
    case $keyword in
      ARG)
        if [[ $rest == *=* && -z ${build_arg[${rest%%=*}]+set} ]]; then build_arg[${rest%%=*}]=${rest#*=}; fi
        [ -z "$name" ] || stage_args[$name]="${stage_args[$name]:-} ${rest%%=*}"
        ;;
      FROM)
        if [[ $rest =~ ^([^ ]+)\ +(AS|as)\ +([^ ]+)$ ]]; then
          name=${BASH_REMATCH[3]}
          stage_from[$name]=$(substitute "${BASH_REMATCH[1]}")
        else
          name=$number
          stage_from[$name]=$(substitute "$rest")
        fi
        stage_names+=("$name")
        number=$((number + 1))
        stage_text[$name]=""
        ;;
      *) stage_text[$name]+="$keyword $rest"$'\n' ;;
    esac
  done < <(dockerfile_lines "$1/Dockerfile")
}

is_stage() { [ -n "${stage_from[$1]+set}" ]; } # NAME

stage_base() { # STAGE
  local stage=$1 from=${stage_from[$1]} suite
  case $from in
    scratch)
      stage_key[$stage]=scratch-$layer_format
      stage_layers[$stage]=""
      stage_suite[$stage]=none
      stage_config[$stage]="{\"Env\":[\"PATH=$default_path\"]}"
      ;;
    debian:*-slim)
      suite=${from#debian:}
      suite=${suite%-slim}
      apt_need_suite "$suite"
      stage_key[$stage]=$({ echo "debian $layer_format"; apt_resolve "$suite" '?essential' '?priority(required)' apt; } | hash_of)
      layer_ensure "${stage_key[$stage]}" layer_debian "$suite"
      stage_layers[$stage]=${stage_key[$stage]}
      stage_suite[$stage]=$suite
      stage_config[$stage]="{\"Env\":[\"PATH=$default_path\"],\"Cmd\":[\"bash\"]}"
      ;;
    *)
      is_stage "$from" || die "$context_dir/Dockerfile: FROM $from: only debian:SUITE-slim, scratch and earlier stages are known here"
      stage_build "$from"
      stage_key[$stage]=${stage_key[$from]}
      stage_layers[$stage]=${stage_layers[$from]}
      stage_suite[$stage]=${stage_suite[$from]}
      stage_config[$stage]=${stage_config[$from]}
      ;;
  esac
}

stage_build() { # STAGE
  local stage=$1 keyword rest
  is_stage "$stage" || die "$context_dir/Dockerfile has no stage $stage"
  [ -z "${stage_done[$stage]:-}" ] || return 0
  stage_base "$stage"
  # Not from standard input: the steps must not read it.
  while read -r keyword rest <&3; do
    case $keyword in
      RUN | COPY | ENV | LABEL | EXPOSE | USER | WORKDIR | ENTRYPOINT | CMD) "instruction_${keyword,,}" "$stage" "$rest" ;;
      '') ;;
      *) die "$context_dir/Dockerfile: $keyword is not understood here" ;;
    esac
  done 3<<< "${stage_text[$stage]}"
  stage_done[$stage]=yes
}
