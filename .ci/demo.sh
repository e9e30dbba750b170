#!/usr/bin/env bash
# Builds what is missing, then serves the fictional community on http://127.0.0.1:8000 until Ctrl-C.
set -euo pipefail
cd "$(dirname "$0")/.."
.ci/bootstrap.sh run
exec .venv/bin/python .ci/foreground.py .venv/bin/hmis demo
