"""Answers, as the real Django, many management commands from one process.

Reads one JSON request a line from standard input: {"id", "folder", "settings", "argv", "env"}; writes one JSON answer a
line to standard output: {"id", "code", "stdout", "stderr"}. Each request runs in a forked child, so that Django, loaded
once, meets every project as a fresh process would. Answers may come in another order than the requests.
"""

import fcntl
import gc
import io
import json
import os
import signal
import sys
import traceback

# The folder of this script is no place to import a project's apps from.
del sys.path[0]

# Loaded once, here, is loaded for every request.
import django.contrib.staticfiles.finders  # noqa: F401
import django.contrib.staticfiles.management.commands.collectstatic  # noqa: F401
import django.contrib.staticfiles.management.commands.findstatic  # noqa: F401
import django.contrib.staticfiles.storage  # noqa: F401
import django.core.mail  # noqa: F401
import django.urls  # noqa: F401
from django.core.files.storage import FileSystemStorage
from django.core.management import execute_from_command_line

# The order of a directory's entries is the file system's whim, and staticfiles.json of Django 5.2 shows it.
# Sorted, the same project gives the same bytes.
list_unsorted = FileSystemStorage.listdir


def list_sorted(storage, path):
    directories, files = list_unsorted(storage, path)
    return sorted(directories), sorted(files)


FileSystemStorage.listdir = list_sorted


def run(request):
    """Runs one command as manage.py would. Returns its exit code."""
    os.chdir(request["folder"])
    sys.path.insert(0, request["folder"])
    os.environ.update(request["env"])
    os.environ["DJANGO_SETTINGS_MODULE"] = request["settings"]
    sys.argv = ["manage.py", *request["argv"]]
    try:
        execute_from_command_line(sys.argv)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 1
    except BaseException:
        traceback.print_exc()
        return 1
    return 0


def answer(request, out):
    sys.stdout = io.StringIO()
    sys.stderr = io.StringIO()
    code = run(request)
    reply = {
        "id": request["id"],
        "code": code,
        "stdout": sys.stdout.getvalue(),
        "stderr": sys.stderr.getvalue(),
    }
    # A lock taken on an own open file: children of one parent answer one at a time, never into each other's line.
    with open(__file__) as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        out.write(json.dumps(reply).encode() + b"\n")
        out.flush()


def main():
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    requests, out = sys.stdin.buffer, sys.stdout.buffer
    sys.dont_write_bytecode = True
    gc.freeze()
    for line in requests:
        if os.fork() == 0:
            answer(json.loads(line), out)
            os._exit(0)


main()
