#!/usr/bin/env bash
# The end-to-end tests on a cluster that is not ours: the current context of KUBECONFIG, as a cluster administrator. Tests of what
# only the test cluster does to order are left out, and counted neither as passed nor as skipped (CONTRIBUTING.md lists them).
# usage: scripts/test-elsewhere.sh KUBECONFIG [OPTION-OF-XUNIT...]    such as -class '*RefusalTests'
set -euo pipefail
[ $# -gt 0 ] || { sed -n 's/^# usage/usage/p' "$0" >&2; exit 2; }
JVMDEBUG_E2E_KUBECONFIG=$(realpath "$1")
export JVMDEBUG_E2E_KUBECONFIG
shift
cd "$(dirname "$0")/.."
scripts/publish.sh
dotnet build tests/JvmDebug.EndToEnd --nologo -v quiet -clp:NoSummary
exec dotnet run --project tests/JvmDebug.EndToEnd --no-build -- -noColor -noLogo -longRunning 180 -trait- cluster=ours "$@"
