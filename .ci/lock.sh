#!/usr/bin/env bash
# Writes both lock files from pyproject.toml; arguments go to uv (--upgrade).
# Needs uv (https://docs.astral.sh/uv/); nothing else here does.
set -euo pipefail
cd "$(dirname "$0")/.."
uv=${UV:-uv}
more=("$@")

compile() {
    "$uv" pip compile pyproject.toml --group build --universal --python-version 3.11 --generate-hashes --no-header \
        --quiet "${more[@]}" "$@"
}

compile --output-file requirements.lock
# the runtime lock is a constraint, so that tests run on what is installed
compile --extra dev --constraint requirements.lock --output-file requirements-dev.lock
