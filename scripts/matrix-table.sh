#!/usr/bin/env bash
# From the results of the matrix (SHAPE TAB JDK TAB DEBUG-IMAGE TAB ok|REASON TAB SECONDS a line) to a Markdown page.
# usage: scripts/matrix-table.sh RESULTS.tsv
set -euo pipefail
awk -F '\t' '
  # Of a cell that ran twice the last result counts; that an earlier one was bad is said all the same.
  { if ((($1, $2, $3) in known) && line[$1, $2, $3] !~ /\tok\t/) again[$1, $2, $3] = line[$1, $2, $3] }
  { line[$1, $2, $3] = $0; if (!(($1, $2, $3) in known)) { known[$1, $2, $3] = 1; order[++lines] = $1 SUBSEP $2 SUBSEP $3 } }
  END { for (l = 1; l <= lines; l++) print line[order[l]] (order[l] in again ? "\tagain" : "") }' "$1" | awk -F '\t' '
  !($1 in seen_shape) { seen_shape[$1] = 1; shapes[++rows] = $1 }
  !($2 in seen_jdk) { seen_jdk[$2] = 1; jdks[++columns] = $2 }
  !($3 in seen_image) { seen_image[$3] = 1; images = images (images == "" ? "" : ", ") $3 }
  $6 == "again" { repeated++; repeats = repeats "* " $1 ", JDK " $2 ", debug image " $3 "\n" }
  {
    cells++
    if ($4 == "ok") { good[$1, $2] = good[$1, $2] " " $3; count[$1, $2]++; passed++ } else { bad[$1, $2] = bad[$1, $2] " " $3; reasons = reasons "* " $1 ", JDK " $2 ", debug image " $3 ": " $4 "\n" }
  }
  END {
    whole = split(images, unused, ", ")
    for (c = 2; c <= columns; c++) for (d = c; d > 1 && jdks[d] + 0 < jdks[d - 1] + 0; d--) { swap = jdks[d]; jdks[d] = jdks[d - 1]; jdks[d - 1] = swap }
    print "# The matrix\n"
    print "Written by `scripts/matrix-table.sh` from the results of `make test-matrix`, or of parts of it; not edited by hand. A cell is a pod of that shape with a JVM of that JDK, in"
    print "which `ps`, `jcmd VM.version` and `jfr capture` succeed with each of the debug images " images ", and which is afterwards as it"
    print "was: files, log, recordings. The shapes are defined in `tests/JvmDebug.EndToEnd/Matrix/Shape.cs`.\n"
    printf "%d of the %d that ran are good (the whole are %d).\n\n| shape |", passed, cells, rows * 6 * 4
    for (c = 1; c <= columns; c++) printf " JDK %s |", jdks[c]
    printf "\n|---|"
    for (c = 1; c <= columns; c++) printf "---|"
    print ""
    for (r = 1; r <= rows; r++) {
      printf "| %s |", shapes[r]
      for (c = 1; c <= columns; c++) {
        if ((shapes[r], jdks[c]) in bad) printf " **not with%s** |", bad[shapes[r], jdks[c]]
        else if (count[shapes[r], jdks[c]] == whole) printf " ok |"
        else if ((shapes[r], jdks[c]) in good) printf " ok with%s |", good[shapes[r], jdks[c]]
        else printf " not run |"
      }
      print ""
    }
    if (repeats != "") printf "\n## Ran again\n\nThese failed in an earlier run; the table shows the last.\n\n%s", repeats
    if (reasons != "") print "\n## What failed\n\n" reasons
  }'
