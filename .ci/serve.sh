#!/usr/bin/env bash
# Serves this machine's own installation, pages and worker together, until Ctrl-C.
set -uo pipefail
cd "$(dirname "$0")/.."

if [ "${1:-}" != in-foreground ]; then
    .ci/bootstrap.sh run && .venv/bin/hmis init || exit
    exec .venv/bin/python .ci/foreground.py .ci/serve.sh in-foreground
fi
asked=
# each in a session of its own: Ctrl-C comes here, and they are asked to finish what they do
setsid .venv/bin/hmis worker &
setsid .venv/bin/hmis serve &
trap 'asked=yes' INT TERM
wait -n
kill $(jobs -p) 2>/dev/null
wait
[ -n "$asked" ]
