#!/usr/bin/env bash
# Makes .venv from the hash-pinned lock, and sees that the operating system has what pip cannot bring.
# usage: bootstrap.sh run|dev     (dev: also the tools, Chromium and PostgreSQL that the tests need)
set -euo pipefail
cd "$(dirname "$0")/.."
. .ci/lib.sh

kind=${1:-run}
case $kind in
    run) lock=requirements.lock ;;
    dev) lock=requirements-dev.lock ;;
    *)
        complain "usage: bootstrap.sh run|dev"
        exit 2
        ;;
esac

find_python() {
    local name
    for name in python3 python3.13 python3.12 python3.11; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            printf '%s' "$name"
            return 0
        fi
    done
    return 1
}

# What pip cannot bring, as Debian's package names. WeasyPrint loads its libraries by name when it draws a PDF,
# so asking the loader is the only sure test.
missing_packages() {
    "$python" - <<'PYTHON'
import ctypes, importlib.util

if not all(map(importlib.util.find_spec, ("ensurepip", "venv"))):
    print("python3-venv")
for library, package in {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}.items():
    try:
        ctypes.CDLL(library)
    except OSError:
        print(package)
PYTHON
    has_font || echo fonts-dejavu-core
    [ "$kind" = dev ] || return 0
    command -v chromium >/dev/null || echo chromium
    has_postgresql || echo postgresql
}

has_font() {
    local found
    found=$(find /usr/share/fonts /usr/local/share/fonts "$HOME/.fonts" "$HOME/.local/share/fonts" \
        \( -name '*.ttf' -o -name '*.otf' \) -print -quit 2>/dev/null || true)
    [ -n "$found" ]
}

has_postgresql() { compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || command -v initdb >/dev/null; }

# What .venv was made of: when any of it changes, it is brought up to date.
recipe() {
    { cat requirements.lock requirements-dev.lock pyproject.toml && "$python" -V && pwd -P; } | sha256sum | cut -d' ' -f1
}

is_current() {
    local made_as made_of
    [ -r .venv/made ] && [ -x .venv/bin/hmis ] || return 1
    read -r made_as made_of <.venv/made
    [ "$made_of" = "$(recipe)" ] && { [ "$made_as" = dev ] || [ "$kind" = run ]; }
}

install() { .venv/bin/python -m pip install -qq --disable-pip-version-check --no-input --no-deps "$@"; }

make_environment() {
    if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
        rm -rf .venv
        "$python" -m venv .venv
    fi
    say "Installing Python packages from $lock (a minute or two)"
    rm -f .venv/made
    install --require-hashes -r "$lock"
    install --no-build-isolation --editable .
    printf '%s %s\n' "$kind" "$(recipe)" >.venv/made
}

python=$(find_python) || {
    complain "Python 3.11 or newer is needed (on Debian 12: apt-get install python3)."
    exit 2
}
mapfile -t missing < <(missing_packages)
if [ ${#missing[@]} -gt 0 ]; then
    install_packages "needed for $([ "$kind" = dev ] && echo "the tests" || echo "the application")" "${missing[@]}"
fi
is_current || make_environment
