/**
 * What `--python` runs. One argument, JSON: `path` (folders for sys.path) and `names` (settings to tell). Sets Django up as
 * manage.py does and prints one JSON document; whatever the project prints goes to stderr. Only settings that the project
 * sets are told, and of STORAGES only the one that counts: others may hold secrets.
 */
export const DJANGO_SETUP: string = `
import json, os, sys

answer = os.dup(1)
os.dup2(2, 1)
request = json.loads(sys.argv[1])
sys.argv = ["manage.py", "collectstatic"]
sys.path[:] = request["path"] + [folder for folder in sys.path if folder and folder not in request["path"]]

import django

if os.environ.get("DJANGO_CONFIGURATION"):
    import configurations
    configurations.setup()
else:
    django.setup()

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles import finders
from django.utils.functional import Promise


def plain(value, depth=0):
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, (str, Promise)):
        return str(value)
    if isinstance(value, os.PathLike):
        return str(os.fspath(value))
    if isinstance(value, float) and value - value == 0:
        return value
    if isinstance(value, (list, tuple)) and depth < 50:
        return [plain(item, depth + 1) for item in value]
    if isinstance(value, dict) and depth < 50:
        return {"items": [[str(key), plain(item, depth + 1)] for key, item in value.items()]}
    kind = type(value)
    known = kind.__module__ == "builtins"
    return {"other": "a " + kind.__name__ if known else "an instance of %s.%s" % (kind.__module__, kind.__qualname__)}


def setting(name):
    value = getattr(settings, name)
    if name == "STORAGES" and isinstance(value, dict):
        value = {alias: backend for alias, backend in value.items() if alias == "staticfiles"}
    return plain(value)


def app(config):
    found = {"name": config.name, "folder": str(config.path)}
    if config.name == "django.contrib.staticfiles":
        found["ignorePatterns"] = [str(pattern) for pattern in getattr(config, "ignore_patterns", [])]
    return found


def place(name, root, prefix):
    return {"name": str(name), "root": os.path.abspath(str(root)), "prefix": str(prefix or "")}


def finder(name):
    try:
        found = finders.get_finder(name)
    except Exception:
        return None
    lists = type(found).list
    if lists is finders.FileSystemFinder.list:
        return {"kind": "directories", "locations": [place(root, root, prefix) for prefix, root in found.locations]}
    if lists is finders.AppDirectoriesFinder.list:
        places = [place(name, storage.location, "") for name, storage in found.storages.items()]
        return {"kind": "apps", "locations": places}
    return None


module = sys.modules.get(os.environ["DJANGO_SETTINGS_MODULE"])
document = {
    "version": "%d.%d" % django.VERSION[:2],
    "file": getattr(module, "__file__", None),
    "path": [os.path.abspath(folder) for folder in sys.path],
    "settings": {
        name: setting(name) for name in request["names"] if hasattr(settings, name) and settings.is_overridden(name)
    },
    "apps": [app(config) for config in apps.get_app_configs()],
    "finders": {name: finder(name) for name in settings.STATICFILES_FINDERS},
}
with os.fdopen(answer, "w") as stream:
    json.dump(document, stream)
`;
