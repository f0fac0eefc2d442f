"""Computes, as real CPython does, what the settings modules of fixtures/settings come to.

`record-corpus.py CORPUS OUT` copies each case below OUT, imports its module there in a forked child, and prints one JSON
object: case -> setting -> value. `record-corpus.py CORPUS OUT --write` puts each into the case's expected.json.

A case: project/ (the working directory and sys.path[0]), site-packages/ (installed packages, where there are any), case.json
{about, module, env, names, record: {env, modules}}. `record` is for CPython alone: variables without which the import would
fail, and modules that are stood in for by mocks because they are not installed.
"""

import enum
import importlib
import json
import os
import pathlib
import shutil
import sys
from unittest import mock

SETTINGS = [
    "BASE_DIR", "DEBUG", "INSTALLED_APPS", "MEDIA_ROOT", "MEDIA_URL", "STATICFILES_DIRS", "STATICFILES_FINDERS",
    "STATICFILES_STORAGE", "STATIC_ROOT", "STATIC_URL", "STORAGES",
]
HOME = "/home/somebody"


def plain(value, places):
    """JSON for a value; what is no plain JSON becomes an object with one key that names its type."""
    if value is None or isinstance(value, (bool, enum.Enum)):
        return value if not isinstance(value, enum.Enum) else {"other": type(value).__name__}
    if type(value) in (int, float):
        return value
    if isinstance(value, str):
        text = str(value)
        for place, folder in places.items():
            text = text.replace(folder, place)
        return text
    if isinstance(value, pathlib.PurePath):
        return {"path": plain(str(value), places)}
    if isinstance(value, list):
        return [plain(item, places) for item in value]
    if isinstance(value, tuple):
        return {"tuple": [plain(item, places) for item in value]}
    if isinstance(value, (set, frozenset)):
        return {"set": sorted((plain(item, places) for item in value), key=json.dumps)}
    if isinstance(value, dict):
        if all(isinstance(key, str) for key in value):
            return {"dict": {key: plain(item, places) for key, item in value.items()}}
        return {"pairs": [[plain(key, places), plain(item, places)] for key, item in value.items()]}
    if type(value).__module__ == "django.utils.functional":
        return plain(str(value), places)
    return {"other": type(value).__name__}


def load(case, project, packages):
    places = {"<project>": project, "<packages>": packages}
    record = case.get("record", {})
    os.environ.clear()
    os.environ.update({"HOME": HOME, **case.get("env", {}), **record.get("env", {})})
    os.environ["DJANGO_SETTINGS_MODULE"] = case["module"]
    os.chdir(project)
    sys.argv = ["manage.py", "collectstatic"]
    sys.path[0] = project
    if os.path.isdir(packages):
        sys.path.append(packages)
    for name in record.get("modules", []):
        sys.modules[name] = mock.MagicMock(__all__=[])
    if "DJANGO_CONFIGURATION" in os.environ:
        from configurations import importer

        importer.install()
    module = importlib.import_module(case["module"])
    # What our own evaluator can't know is often random, or a secret of the machine that records.
    names = [name for name in SETTINGS + case.get("names", []) if name not in case.get("unknown", {})]
    return {name: plain(getattr(module, name), places) for name in names if hasattr(module, name)}


def record(folder, out):
    """The expectations of one case, computed in a child so that nothing it imports or changes outlives it."""
    with open(os.path.join(folder, "case.json"), encoding="utf-8") as file:
        case = json.load(file)
    scratch = os.path.join(out, os.path.basename(folder))
    shutil.copytree(folder, scratch, symlinks=True)
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        errors = os.fdopen(os.dup(2), "w")
        os.dup2(silence, 2)
        try:
            values = load(case, os.path.join(scratch, "project"), os.path.join(scratch, "site-packages"))
            os.write(writer, json.dumps(values).encode())
            os._exit(0)
        except BaseException as error:
            print(f"{os.path.basename(folder)}: {type(error).__name__}: {error}", file=errors, flush=True)
            os._exit(1)
    os.close(writer)
    with os.fdopen(reader, "rb") as file:
        data = file.read()
    os.waitpid(child, 0)
    return json.loads(data) if data else None


def main(corpus, out, *options):
    sys.dont_write_bytecode = True
    out = os.path.realpath(out)
    names = sorted(name for name in os.listdir(corpus) if os.path.exists(os.path.join(corpus, name, "case.json")))
    results = {name: record(os.path.join(corpus, name), out) for name in names}
    if "--write" not in options:
        print(json.dumps(results))
        return
    for name, values in results.items():
        with open(os.path.join(corpus, name, "expected.json"), "w", encoding="utf-8") as file:
            file.write(json.dumps(values, indent=2, ensure_ascii=False) + "\n")


main(*sys.argv[1:])
