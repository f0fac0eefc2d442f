"""Computes, as real CPython does, what the expressions of test/python/modules/expressions come to.

`record-expressions.py FOLDER OUT` prints one JSON object: file -> [repr of each line, or "raises NameOfTheError"];
with `--write` it puts them into the files instead, under "expected". A line that begins with `=` is carried out; every
other one is an expression. The project (OUT/<file>/project) stands as <project> in the answers.
"""

import json
import os
import sys
import types

HOME = "/home/somebody"


def carry_out(case, project):
    os.environ.clear()
    os.environ.update({"HOME": HOME, **case.get("env", {})})
    for name, text in {**case.get("files", {}), "lines.py": ""}.items():
        path = os.path.join(project, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
    os.chdir(project)
    sys.path[0] = project
    sys.argv = ["manage.py", "collectstatic"]
    module = types.ModuleType("lines")
    module.__file__ = os.path.join(project, "lines.py")
    sys.modules["lines"] = module
    answers = []
    for line in case["lines"]:
        try:
            if line.startswith("="):
                exec(compile(line[1:], module.__file__, "exec"), module.__dict__)
                answers.append(None)
            else:
                value = eval(compile(f"({line})", module.__file__, "eval"), module.__dict__)
                answers.append(repr(value).replace(project, "<project>"))
        except Exception as error:
            answers.append(f"raises {type(error).__name__}")
    return answers


def in_child(case, project):
    """Runs one file in a forked child: what it imports and sets ends with it."""
    reader, writer = os.pipe()
    if os.fork() == 0:
        os.close(reader)
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        os.write(writer, json.dumps(carry_out(case, project)).encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as file:
        return json.loads(file.read())


def main(folder, out, *options):
    sys.dont_write_bytecode = True
    results = {}
    for name in sorted(os.listdir(folder)):
        path = os.path.join(folder, name)
        with open(path, encoding="utf-8") as file:
            case = json.load(file)
        results[name] = in_child(case, os.path.join(os.path.realpath(out), name, "project"))
        if "--write" in options:
            with open(path, "w", encoding="utf-8") as file:
                file.write(json.dumps({**case, "expected": results[name]}, indent=2, ensure_ascii=False) + "\n")
    if "--write" not in options:
        print(json.dumps(results))


main(*sys.argv[1:])
