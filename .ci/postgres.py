"""Runs a command beside a throw-away PostgreSQL.

usage: postgres.py COMMAND [ARGUMENT...]

The server listens on a free loopback port, never runs as root, keeps its files in a temporary folder
without syncing them, and is gone when the command ends, however it ends. HMIS_TEST_DATABASE_URL tells the
command where it is. The exit status is the command's.
"""

from __future__ import annotations

import os
import pwd
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

OLDEST = 15
START_SECONDS = 60
STOP_SECONDS = 20
START_ATTEMPTS = 3  # the free port may be taken between looking and listening
SERVER_OPTIONS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "60",
    "shared_buffers": os.environ.get("HMIS_TEST_SHARED_BUFFERS", "128MB"),
    # nothing here outlives the run, so nothing needs to reach the disk
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    # containers give /dev/shm little room, and two test workers fill two cores as it is
    "dynamic_shared_memory_type": "mmap",
    "max_parallel_workers_per_gather": "0",
}


class Unavailable(Exception):
    """PostgreSQL is missing or does not start; the message says which."""


def main() -> int:
    """Start the server, run the command, stop the server."""
    if len(sys.argv) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        with running_server() as url:
            return run_beside(sys.argv[1:], {**os.environ, "HMIS_TEST_DATABASE_URL": url})
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    except Unavailable as error:
        print(error, file=sys.stderr)
        return 2


def run_beside(command: list[str], environment: dict[str, str]) -> int:
    """The command's exit status. Ctrl-C is the command's to answer; being ended ends it too."""
    signal.signal(signal.SIGINT, lambda *_: None)
    running = subprocess.Popen(command, env=environment)
    try:
        status = running.wait()
        return status if status >= 0 else 128 - status
    finally:
        if running.poll() is None:
            running.terminate()
            running.wait()


@contextmanager
def running_server() -> Iterator[str]:
    """The URL of a server with an empty database `hmis_test`; removes all of it at the end."""
    programs = find_programs()
    user = server_user()
    home = Path(tempfile.mkdtemp(prefix="hmis-postgres-"))
    server: subprocess.Popen[bytes] | None = None
    try:
        password = secrets.token_hex(16)
        (home / "password").write_text(password)
        if user:
            for path in (home, home / "password"):
                shutil.chown(path, user)
        initialise(programs, home, user)
        server, port = start(programs, home, user)
        subprocess.run(
            [programs / "createdb", "--host=127.0.0.1", f"--port={port}", "--username=hmis", "hmis_test"],
            check=True,
            env={**os.environ, "PGPASSWORD": password},
        )
        yield f"postgresql+psycopg://hmis:{password}@127.0.0.1:{port}/hmis_test"
    finally:
        if server:
            stop(server)
        shutil.rmtree(home, ignore_errors=True)


def find_programs() -> Path:
    """The folder of the newest PostgreSQL here. Raises Unavailable when there is none, or none new enough."""
    folders = [initdb.parent for initdb in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    on_path = shutil.which("initdb")
    if on_path:
        folders.append(Path(on_path).resolve().parent)
    versions = {folder: major_version(folder) for folder in folders}
    usable = {folder: version for folder, version in versions.items() if version >= OLDEST}
    if not usable:
        message = f"PostgreSQL {OLDEST} or newer is needed (apt-get install postgresql)"
        raise Unavailable(message)
    return max(usable, key=lambda folder: usable[folder])


def major_version(folder: Path) -> int:
    """The 15 of "initdb (PostgreSQL) 15.14"."""
    answer = subprocess.run(
        [folder / "initdb", "--version"], check=True, capture_output=True, text=True
    ).stdout
    found = re.search(r"\) (\d+)", answer)
    return int(found[1]) if found else 0


def server_user() -> str | None:
    """Who runs the server: PostgreSQL refuses to be root. None: the person who started this."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def as_user(user: str | None) -> list[str]:
    """A prefix that drops root and ends the program should this script be killed."""
    if user is None:
        return ["setpriv", "--pdeathsig", "INT", "--"]
    entry = pwd.getpwnam(user)
    groups = [f"--reuid={entry.pw_uid}", f"--regid={entry.pw_gid}", "--clear-groups"]
    return ["setpriv", *groups, "--pdeathsig", "INT", "--"]


def initialise(programs: Path, home: Path, user: str | None) -> None:
    """Make an empty cluster whose order of text is the same as SQLite's. Raises Unavailable."""
    made = subprocess.run(
        [
            *as_user(user),
            programs / "initdb",
            f"--pgdata={home / 'data'}",
            "--username=hmis",
            f"--pwfile={home / 'password'}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
            "--no-instructions",
        ],
        cwd="/",
        check=False,
        capture_output=True,
        text=True,
    )
    if made.returncode:
        message = f"initdb failed:\n{made.stdout}{made.stderr}"
        raise Unavailable(message)


def start(programs: Path, home: Path, user: str | None) -> tuple[subprocess.Popen[bytes], int]:
    """The listening server and its port. Raises Unavailable with the server's last words."""
    log = home / "log"
    options = [part for name, value in SERVER_OPTIONS.items() for part in ("-c", f"{name}={value}")]
    for _attempt in range(START_ATTEMPTS):
        port = free_port()
        with log.open("ab") as words:
            server = subprocess.Popen(
                [*as_user(user), programs / "postgres", "-D", home / "data", "-p", str(port), *options],
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=words,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C is for the command; the server is stopped after it
            )
        if answers(programs, server, port):
            return server, port
        stop(server)
    message = f"PostgreSQL did not start:\n{log.read_text(errors='replace')[-2000:]}"
    raise Unavailable(message)


def free_port() -> int:
    """A loopback port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(programs: Path, server: subprocess.Popen[bytes], port: int) -> bool:
    """Whether the server is ready for sessions before it ends or time runs out."""
    ask = [programs / "pg_isready", "--quiet", "--host=127.0.0.1", f"--port={port}"]
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        if subprocess.run(ask, check=False).returncode == 0:
            return True
        time.sleep(0.1)
    return False


def stop(server: subprocess.Popen[bytes]) -> None:
    """End the server: fast shutdown first, then by force."""
    for request in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        if server.poll() is not None:
            return
        server.send_signal(request)
        try:
            server.wait(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            continue


if __name__ == "__main__":
    sys.exit(main())
