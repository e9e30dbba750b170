#!/usr/bin/env bash
# Runs the benchmarks named, or all of them, one after the other: a figure taken beside another one is worth nothing.
# usage: bench.sh [NAME...]     (a NAME is a folder of benchmarks/ with a __main__.py)
set -uo pipefail
cd "$(dirname "$0")/.."
. .ci/lib.sh
failed=()
# what docs/deployment.md sets for a real server of 4 GB
export HMIS_TEST_SHARED_BUFFERS=1GB

if [ $# -eq 0 ]; then
    mapfile -t programs < <(find benchmarks -mindepth 2 -maxdepth 2 -name __main__.py | sort)
    set -- $(printf '%s\n' "${programs[@]}" | cut -d/ -f2)
fi
for name in "$@"; do
    say "benchmarks/$name"
    .venv/bin/python .ci/postgres.py .venv/bin/python -m "benchmarks.$name" || failed+=("$name")
done
if [ ${#failed[@]} -gt 0 ]; then
    complain "Missed or failed: ${failed[*]}"
    exit 1
fi
