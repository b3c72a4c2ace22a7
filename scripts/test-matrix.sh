#!/usr/bin/env bash
# Every shape of pod x every JDK x every debug image, on the test cluster; docs/matrix.md is written from the results.
# Takes about an hour on two cores. Needs the images of Debian's unstable suite (JDK 8, 11 and the newest): on a day that
# suite is broken their build fails here, and loudly; make test does not need them. A part of it, added to the results that
# there are: JVMDEBUG_E2E_MATRIX_JDKS='8 11' JVMDEBUG_E2E_MATRIX_IMAGES='jdk25 own' scripts/test-matrix.sh
set -euo pipefail
cd "$(dirname "$0")/.."
results=$PWD/artifacts/matrix.tsv
scripts/build-images.sh --all
scripts/publish.sh
dotnet build JvmDebug.sln --nologo -v quiet -clp:NoSummary
[ -n "${JVMDEBUG_E2E_MATRIX_JDKS:-}${JVMDEBUG_E2E_MATRIX_IMAGES:-}" ] || rm -f "$results"
status=0
JVMDEBUG_E2E_MATRIX=$results dotnet run --project tests/JvmDebug.EndToEnd --no-build -- -noColor -noLogo -class '*MatrixTests' || status=$?
[ -s "$results" ] || { echo "the matrix has no results" >&2; exit 1; }
scripts/matrix-table.sh "$results" > docs/matrix.md
echo "docs/matrix.md is written; $(grep -c "$(printf '\tok\t')" "$results" || true) of $(wc -l < "$results") cells are good"
exit "$status"
