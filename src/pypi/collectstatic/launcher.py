"""The commands `collectstatic` and `findstatic`: they become the program for Node."""

import os
import signal
import sys

from collectstatic import node


def collectstatic():
    _start("collectstatic")


def findstatic():
    _start("findstatic")


def _start(binary):
    # Until Node is there, Ctrl-C is to end this process without a traceback. One that ignores it goes on ignoring it.
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    command = node.command(binary, sys.argv[1:])
    try:
        if os.name == "nt":
            sys.exit(_wait_for(command))
        os.execvpe(command[0], command, node.environment())
    except OSError as error:
        sys.exit("error: %s" % node.failure(error))


def _wait_for(command):
    """Runs the command and returns its exit code: on Windows exec would return to the shell at once."""
    import subprocess

    # The console sends Ctrl-C to Node too, which ends in its own way.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    return subprocess.call(command, env=node.environment())
