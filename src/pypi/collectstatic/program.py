"""Runs the program for Node beside a management command, and tells it what Django knows."""

import contextlib
import errno
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections import namedtuple

from django.core.management.base import CommandError

from collectstatic import node
from collectstatic.django_answer import answer

_DIST = os.path.join(os.path.dirname(os.path.abspath(__file__)), "_node", "dist")

# What the program ends with if only Django's own command can do it.
LEFT_TO_DJANGO = 3

# `text` and `errors` are None if they went to the terminal.
Ended = namedtuple("Ended", "code text errors")


def own_options(command):
    """Returns the options that Django's command of this name does not have."""
    return _read("options.json")[command]


def add_own_options(parser, command):
    for option in own_options(command):
        words = {"help": option["help"], "dest": option["dest"]}
        if option["kind"] == "flag":
            words["action"] = "store_true"
        else:
            words.update(metavar=option["metavar"], choices=option["choices"])
            if option["kind"] == "list":
                words.update(action="append", default=[])
        parser.add_argument(option["name"], **words)


def own_arguments(command, options):
    """Returns the words of the command line for the own options that were said."""
    words = []
    for option in own_options(command):
        value = options.get(option["dest"])
        if option["kind"] == "flag":
            words += [option["name"]] if value else []
        elif value is not None:
            for each in value if isinstance(value, (list, tuple)) else [value]:
                words.append("%s=%s" % (option["name"], each))
    return words


def shared_arguments(options):
    """Returns the words for what every management command takes. Django has made its checks, or was asked not to."""
    words = ["--answer", "--skip-checks", "--verbosity=%d" % options["verbosity"]]
    for name in ("traceback", "no_color", "force_color"):
        if options.get(name):
            words.append("--" + name.replace("_", "-"))
    return words


def is_live(command):
    """True if a management command writes to this process's own streams, so that the program may write there itself."""
    return (
        getattr(command, "_called_from_command_line", False)
        and getattr(command.stdout, "_out", None) is sys.__stdout__
        and getattr(command.stderr, "_out", None) is sys.__stderr__
    )


def require_node():
    """Raises CommandError if there is no Node, or none that can be started: before anything is asked."""
    named = node.node_program()
    if shutil.which(named) is None:
        number = errno.EACCES if os.path.exists(named) else errno.ENOENT
        raise CommandError(str(node.failure(OSError(number, os.strerror(number)))))


def run(binary, arguments, storage=None, live=False):
    """Runs the program to its end. Raises CommandError if there is no Node to run it."""
    command = node.command(binary, arguments)
    streams = {} if live else {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    # Not of our group, so that a signal to the group reaches it once: passed on by us.
    group = {} if os.name == "nt" else {"start_new_session": True}
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    try:
        process = subprocess.Popen(command, stdin=subprocess.PIPE, env=node.environment(), **streams, **group)
    except OSError as error:
        raise CommandError(str(node.failure(error))) from error
    with process, _signals_passed_on(process):
        # Node starts meanwhile.
        text, errors = process.communicate(_answer_for(process, storage))
    code = process.returncode if process.returncode >= 0 else 128 - process.returncode
    return Ended(code, _decoded(text), _decoded(errors))


def _answer_for(process, storage):
    """Returns what Django knows, as the program reads it. If that raises, the program ends before it has begun."""
    try:
        return json.dumps(answer(_read("question.json"), storage)).encode()
    except BaseException:
        process.kill()
        raise


@contextlib.contextmanager
def _signals_passed_on(process):
    """While the program runs, what is to end this process ends the program, which then clears up."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    if os.name == "nt":
        # The console sends Ctrl-C to the program itself.
        handlers = {signal.SIGINT: signal.SIG_IGN}
    else:
        handlers = dict.fromkeys((signal.SIGINT, signal.SIGTERM, signal.SIGHUP), lambda number, _: process.send_signal(number))
    # One that is ignored, or that is not Python's, stays as it is.
    kept = {number: signal.getsignal(number) for number in handlers}
    kept = {number: handler for number, handler in kept.items() if handler not in (None, signal.SIG_IGN)}
    for number in kept:
        signal.signal(number, handlers[number])
    try:
        yield
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)


def codes(errors):
    """Returns the codes of the errors that the program told of."""
    return re.findall(r"^error: .*\[([\w.-]+)\]$", errors, re.MULTILINE)


def message(errors):
    """Returns the text of errors without the word that CommandError says itself."""
    return re.sub(r"\Aerror: ", "", errors.strip())


def _read(name):
    with open(os.path.join(_DIST, name), encoding="utf-8") as stream:
        return json.load(stream)


def _decoded(data):
    return None if data is None else data.decode("utf-8", "replace")
