run() { # OP ARGS...
  op=$1
  shift
  "op_$op" "$@"
}

run "$@"
