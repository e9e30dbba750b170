"""Runs a command as the terminal's own foreground group.

Ctrl-C then reaches the command and not the `make` that started it, so that a clean stop ends with status 0
instead of make's "Interrupt". Without a terminal it just runs the command.
"""

from __future__ import annotations

import os
import signal
import sys


def main() -> None:
    """Take the terminal if we are in its foreground, then become the command."""
    try:
        terminal = os.open("/dev/tty", os.O_RDWR | os.O_CLOEXEC)
        ours = os.tcgetpgrp(terminal) == os.getpgrp()
    except OSError:
        ours = False
    if ours:
        # Ctrl-Z would stop the command but not make, and nobody could wake it
        signal.signal(signal.SIGTSTP, signal.SIG_IGN)
        signal.signal(signal.SIGTTOU, signal.SIG_IGN)
        os.setpgid(0, 0)
        os.tcsetpgrp(terminal, os.getpgrp())
        signal.signal(signal.SIGTTOU, signal.SIG_DFL)
    os.execvp(sys.argv[1], sys.argv[1:])


if __name__ == "__main__":
    main()
