#!/usr/bin/env bash
# usage: test.sh all|fast|nightly
#   all      the checks that read code, every suite on SQLite, the suites of both databases again on PostgreSQL
#   fast     the inner loop, under a minute: no browser, no PostgreSQL, nothing slow
#   nightly  the long loops alone, on both databases
set -uo pipefail
cd "$(dirname "$0")/.."
. .ci/lib.sh
exec </dev/null
trap 'exit 130' INT
.ci/bootstrap.sh dev || exit
pytest=(.venv/bin/python -m pytest -n 2 --dist worksteal)
beside_postgres=(.venv/bin/python .ci/postgres.py)
unset HMIS_TEST_DATABASE_URL
failed=()
began=$SECONDS
# databases of tests outlive no test: in memory, where there is room, nobody waits for the disk
if [ "$(df --output=avail -k /dev/shm 2>/dev/null | tail -1)" -gt 4000000 ] 2>/dev/null; then
    folder=$(mktemp -d /dev/shm/hmis-tests-XXXXXX)
    trap 'rm -rf "$folder"' EXIT
    export PYTEST_DEBUG_TEMPROOT=$folder
fi

step() {
    local name=$1
    shift
    "$@" || failed+=("$name")
}

case ${1:-all} in
    fast)
        "${pytest[@]}" -q -m "not browser and not nightly and not slow"
        exit
        ;;
    all)
        step "reading the code" .ci/lint.sh
        say "All suites, on SQLite"
        step "SQLite suites" "${pytest[@]}" -m "not nightly"
        say "Data layer, import, search and report suites, on PostgreSQL"
        step "PostgreSQL suites" "${beside_postgres[@]}" "${pytest[@]}" -m "both_databases and not nightly"
        ;;
    nightly)
        say "Long loops, on SQLite"
        step "SQLite loops" "${pytest[@]}" -m nightly
        say "Long loops, on PostgreSQL"
        step "PostgreSQL loops" "${beside_postgres[@]}" "${pytest[@]}" -m "nightly and both_databases"
        ;;
    *)
        complain "usage: test.sh all|fast|nightly"
        exit 2
        ;;
esac

say "$(((SECONDS - began) / 60)) min $(((SECONDS - began) % 60)) s"
if [ ${#failed[@]} -gt 0 ]; then
    printf 'FAILED: %s\n' "${failed[*]}"
    exit 1
fi
echo "All passed."
