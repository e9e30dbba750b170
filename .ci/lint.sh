#!/usr/bin/env bash
# Every check that reads the code without running it. All of them run; the status is 1 when one of them complains.
# usage: lint.sh [types]     (types: mypy alone)
set -uo pipefail
cd "$(dirname "$0")/.."
. .ci/lib.sh
PATH=$PWD/.venv/bin:$PATH
failed=()

check() {
    local name=$1 answer
    shift
    if answer=$("$@" 2>&1); then
        printf '%-14s ok\n' "$name"
    else
        failed+=("$name")
        printf '%-14s COMPLAINS\n%s\n\n' "$name" "$answer"
    fi
}

if [ "${1:-}" = types ]; then
    exec mypy
fi
say "Reading the code"
check ruff ruff check --quiet --output-format concise .
check format ruff format --check --output-format concise .
check mypy mypy
check import-linter lint-imports --no-logo
check djlint djlint hmis_web/templates --lint --quiet
python .ci/audit.py requirements-dev.lock || failed+=(pip-audit)
if [ ${#failed[@]} -gt 0 ]; then
    complain "Complaints from: ${failed[*]}"
    exit 1
fi
