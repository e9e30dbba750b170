# Shared by the scripts beside it: sourced, never run.

say() { printf '\n== %s\n' "$*"; }

complain() { printf '%s\n' "$*" >&2; }

# Installs Debian packages when we may; otherwise prints the command that does and ends with status 2.
# usage: install_packages WHY PACKAGE...
install_packages() {
    local why=$1 as_root=()
    shift
    if [ "$(id -u)" -ne 0 ]; then
        as_root=(sudo -n)
    fi
    if command -v apt-get >/dev/null && { [ "$(id -u)" -eq 0 ] || sudo -n true 2>/dev/null; }; then
        say "Installing $* ($why)"
        apt_quietly "${as_root[@]}" apt-get update &&
            apt_quietly "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
                apt-get install -y --no-install-recommends "$@" && return 0
        complain "Installing failed."
    fi
    complain "Missing on this machine: $* ($why). Install and try again:"
    complain ""
    complain "    sudo apt-get update && sudo apt-get install -y --no-install-recommends $*"
    complain ""
    exit 2
}

# apt says much when all is well; it is shown only when something is not.
apt_quietly() {
    local answer
    if ! answer=$("$@" </dev/null 2>&1); then
        complain "$answer"
        return 1
    fi
}
