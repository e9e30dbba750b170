#!/usr/bin/env bash
# Writes both lock files anew from pyproject.toml. Needs uv (https://docs.astral.sh/uv/); nothing else here does.
set -euo pipefail
cd "$(dirname "$0")/.."
uv=${UV:-uv}

compile() {
    "$uv" pip compile pyproject.toml --group build --universal --python-version 3.11 --generate-hashes --no-header "$@"
}

compile --quiet --output-file requirements.lock
# the runtime lock is a constraint, so that tests run on what is installed
compile --quiet --extra dev --constraint requirements.lock --output-file requirements-dev.lock
