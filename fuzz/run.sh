#!/usr/bin/env bash
# Runs fuzz targets one after the other, each for SECONDS (default 660), with what the repository holds as seeds.
#
#   fuzz/run.sh [SECONDS [TARGET...]]
#
# Needs neither a nightly compiler nor cargo-fuzz: the flags below are what cargo-fuzz passes, without a sanitizer. All code of the
# readers is safe Rust but one borrowed slice, so a panic, a failed promise, endless time or memory is what is looked for.
# Corpora and findings are kept in fuzz/corpus and fuzz/artifacts (not in the repository). A target that finds something ends the run.
set -euo pipefail
cd "$(dirname "$0")"
seconds=${1:-660}
targets=("${@:2}")
[ ${#targets[@]} -gt 0 ] || targets=(rtf msg pst chats reports mapping joiner sniff readers words identifiers query)
export RUSTFLAGS="-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
-Cllvm-args=-sanitizer-coverage-pc-table -Cllvm-args=-sanitizer-coverage-trace-compares -Cdebug-assertions -Coverflow-checks --cfg fuzzing"
host=$(rustc -vV | sed -n 's/^host: //p')
cargo build --release --target "$host" $(printf -- '--bin %s ' "${targets[@]}")
python3 seeds.py corpus
for target in "${targets[@]}"; do
  mkdir -p "corpus/$target" "artifacts/$target"
  echo "== $target ($(date -u +%T))"
  "target/$host/release/$target" -max_total_time="$seconds" -max_len=65536 -timeout=20 -rss_limit_mb=3000 \
    -artifact_prefix="artifacts/$target/" "corpus/$target" 2>"artifacts/$target.log" || { tail -40 "artifacts/$target.log"; exit 1; }
  grep '^Done' "artifacts/$target.log"
done
