"""
Tells what Django knows of a project's static files, as plain data: the settings that count, where apps lie, where finders
look, what class the storage is.

Run by `--python` with one argument, JSON: `path` (folders for sys.path), `settings` (names to tell), `attributes` (of the
storage, to tell). It sets Django up as manage.py does and prints one JSON document; whatever the project prints goes to
stderr. The management command imports it. Only settings that the project sets are told; of STORAGES only the alias that
counts: others may hold secrets that nobody needs here.
"""

import importlib.util
import os
import sys
from collections.abc import Mapping, Sequence, Set

_DEEPEST = 50

# Settings that are only iterated over, so that a set will do.
_ITERATED = ("STATICFILES_FINDERS", "WHITENOISE_SKIP_COMPRESS_EXTENSIONS")

# Packages whose classes may have been changed by the project, which a look at a fresh copy tells.
_KNOWN_PACKAGES = ("django", "django_manifeststaticfiles_enhanced", "npm", "storages", "whitenoise")

# What the storages of Django and WhiteNoise set in `__init__` themselves, and what they cache.
_SET_BY_DJANGO = frozenset(
    """_allow_overwrite _base_url _directory_permissions_mode _file_permissions_mode _location _new_files base_location
    base_url directory_permissions_mode file_permissions_mode hashed_files location manifest_hash _patterns
    _bucket _client _connections _service_client _unsigned_connections _user_delegation_key
    _user_delegation_key_expiry cloudfront_signer""".split()
)


def answer(question, storage=None):
    """Returns the document. Django is set up; `storage` is the staticfiles storage if it isn't the project's usual one."""
    import django
    from django.apps import apps
    from django.conf import settings

    if storage is None:
        from django.contrib.staticfiles.storage import staticfiles_storage as storage
    module = getattr(settings, "SETTINGS_MODULE", None)
    return {
        "version": "%d.%d" % django.VERSION[:2],
        "module": module,
        "file": getattr(sys.modules.get(module), "__file__", None),
        "path": [os.path.abspath(folder) for folder in sys.path],
        "settings": {name: _setting(name) for name in question["settings"] if _is_set(name)},
        "apps": [_app(config) for config in apps.get_app_configs()],
        "finders": {str(name): _finder(name) for name in settings.STATICFILES_FINDERS},
        "storage": _storage(storage, question["attributes"], question.get("options", ())),
    }


def _is_set(name):
    from django.conf import settings

    return hasattr(settings, name) and settings.is_overridden(name)


def _setting(name):
    from django.conf import settings

    value = getattr(settings, name)
    if name == "STORAGES" and isinstance(value, Mapping):
        value = {alias: value[alias] for alias in value if alias == "staticfiles"}
    if name in _ITERATED and _is_iterated(value):
        value = list(value)
    return plain(value, takes_sets=name == "COLLECTSTATIC")


def _is_iterated(value):
    """True for what can be gone through again and again, and is no text."""
    if isinstance(value, (Set, Sequence, Mapping)):
        return not isinstance(value, (str, bytes))
    return _is_lazy(value) and hasattr(type(value), "__iter__") and not hasattr(type(value), "upper")


def _is_lazy(value):
    from django.utils.functional import Promise

    return isinstance(value, Promise)


def plain(value, depth=0, takes_sets=False):
    """Returns a value as JSON has it: `items` of a dict; `other`, words for what is no data."""
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, str):
        # Of an enumeration's member too, whose own __str__ is its name.
        return str.__str__(value)
    if isinstance(value, os.PathLike):
        return os.fsdecode(os.fspath(value))
    if _is_lazy(value) and hasattr(type(value), "upper"):
        return str(value)
    if isinstance(value, float) and value - value == 0:
        return value
    if depth < _DEEPEST:
        if takes_sets and isinstance(value, Set):
            return [plain(item, depth + 1) for item in sorted(value, key=str)]
        if isinstance(value, (list, tuple)):
            return [plain(item, depth + 1, takes_sets) for item in value]
        if isinstance(value, dict):
            return {"items": [[str(key), plain(item, depth + 1, takes_sets)] for key, item in value.items()]}
        made = _made_of(value)
        if made is not None:
            name, keywords = made
            told = [[key, plain(item, depth + 1, takes_sets)] for key, item in keywords.items()]
            return {"other": _words(value), "made": name, "items": told}
    return {"other": _words(value)}


_TRANSFER = (
    "multipart_threshold max_concurrency multipart_chunksize num_download_attempts max_io_queue io_chunksize use_threads "
    "max_bandwidth preferred_transfer_client"
).split()


def _made_of(value):
    """Returns the class and the arguments of an object of a bucket's client, as far as it still knows them."""
    name = _dotted(type(value))
    if name == "botocore.config.Config":
        return name, {key: getattr(value, key) for key in value._user_provided_options}
    if name == "boto3.s3.transfer.TransferConfig":
        return name, {key: getattr(value, key) for key in _TRANSFER if hasattr(value, key)}
    if name == "botocore.UNSIGNED":
        return name, {}
    if name.startswith("azure.identity."):
        # Its own modules are no names that anybody writes.
        return "azure.identity." + type(value).__name__, _client_id(value)
    return None


def _client_id(credential):
    """Returns the client that a managed identity signs in as, where it says so."""
    for part in (credential, *getattr(credential, "credentials", ())):
        said = getattr(getattr(part, "_credential", None), "_settings", None)
        client = said.get("client_id") if isinstance(said, Mapping) else None
        if isinstance(client, str):
            return {"client_id": client}
    return {}


def _words(value):
    kind = type(value)
    if isinstance(value, type):
        return "a class"
    known = kind.__module__ == "builtins"
    return "a " + kind.__name__ if known else "an instance of %s.%s" % (kind.__module__, kind.__qualname__)


def _app(config):
    found = {"name": config.name, "folder": os.path.abspath(config.path)}
    if config.name == "django.contrib.staticfiles":
        found["ignorePatterns"] = [str(pattern) for pattern in getattr(config, "ignore_patterns", [])]
    return found


def _finder(name):
    """Returns where a finder looks, if it lists files as one of Django's does; else its class."""
    from django.contrib.staticfiles import finders

    try:
        found = finders.get_finder(name)
    except Exception as error:
        return {"failed": _failure(error)}
    kind = type(found)
    for known, word, places in (
        (finders.FileSystemFinder, "directories", _folders),
        (finders.AppDirectoriesFinder, "apps", _app_folders),
    ):
        if kind.list is known.list and "list" not in _patched(known) and _are_plain(found.storages.values()):
            return {"kind": word, "locations": places(found)}
    return _class(kind)


def _are_plain(storages):
    from django.core.files.storage import FileSystemStorage

    return all(type(storage) is FileSystemStorage for storage in storages) and not _patched(FileSystemStorage)


def _folders(finder):
    return [_place(root, root, prefix) for prefix, root in finder.locations]


def _app_folders(finder):
    return [_place(name, storage.location, "") for name, storage in finder.storages.items()]


def _place(name, root, prefix):
    return {"name": str(name), "root": os.path.abspath(str(root)), "prefix": str(prefix or "")}


def _storage(lazy, attributes, options):
    """Returns the storage's class, the values of its attributes where they are no setting's, and what `__init__` set."""
    try:
        storage = _made(lazy)
    except Exception as error:
        return {"failed": _failure(error)}
    values = {}
    bucket = _bucket(storage, options)
    if bucket:
        attributes = [name for name in attributes if name not in bucket["said"] and name not in bucket["usual"]]
    for name in attributes:
        try:
            value = getattr(storage, name)
        except Exception:
            continue
        if value is not None and not _is_of_settings(name, value):
            values[name] = plain(value)
    names = set(vars(storage)) - _SET_BY_DJANGO - (set(attributes) - {"patterns"}) - set(options)
    names -= {name for name in names if _is_usual(storage, name)}
    return dict(_class(type(storage)), values=values, set=sorted(names), **bucket)


def _bucket(storage, options):
    """Returns the options of a storage of django-storages: `said` by OPTIONS or code, `usual` by settings or nobody."""
    defaults = getattr(storage, "get_default_settings", None)
    if "storages.base" not in sys.modules or not isinstance(storage, sys.modules["storages.base"].BaseStorage):
        return {}
    defaults = defaults()
    told = {"said": {}, "usual": {}}
    for name in options:
        if name not in defaults:
            continue
        value = getattr(storage, name, None)
        usual = value == defaults[name] or name in ("client_config", "transfer_config") and _is_built(storage, name)
        told["usual" if usual else "said"][name] = plain(defaults[name] if usual else value)
    return told


def _is_built(storage, name):
    """True if a storage has built the object itself, of its other options."""
    value = getattr(storage, name)
    if name == "transfer_config":
        return vars(value) == vars(type(value)(use_threads=storage.use_threads))
    parts = {
        "s3": {"addressing_style": storage.addressing_style},
        "signature_version": storage.signature_version,
        "proxies": storage.proxies,
    }
    return getattr(value, "_user_provided_options", None) == parts


def _made(lazy):
    """Returns the storage itself. Without a STATIC_ROOT some can't be made; whether one is needed is another's question."""
    from django.conf import settings
    from django.contrib.staticfiles.storage import ManifestFilesMixin

    if not _is_bucket(settings):
        return _made_of_settings(lazy, settings)
    read = ManifestFilesMixin.read_manifest
    # It would be asked for over the network, and nobody needs it here.
    ManifestFilesMixin.read_manifest = lambda self: None
    try:
        return _made_of_settings(lazy, settings)
    finally:
        ManifestFilesMixin.read_manifest = read


def _is_bucket(settings):
    """True if the staticfiles storage is one of django-storages."""
    from django.utils.module_loading import import_string

    backend = getattr(settings, "STORAGES", {}).get("staticfiles", {}).get("BACKEND")
    try:
        kind = import_string(backend or settings.STATICFILES_STORAGE)
    except ImportError:
        # Django tells of it in its own words.
        return False
    base = sys.modules.get("storages.base")
    return base is not None and isinstance(kind, type) and issubclass(kind, base.BaseStorage)


def _made_of_settings(lazy, settings):
    if settings.STATIC_ROOT:
        lazy.__class__
        return getattr(lazy, "_wrapped", lazy)
    from django.core.files.storage import storages
    from django.utils.module_loading import import_string

    backend = storages.backends["staticfiles"]
    unset = settings.STATIC_ROOT
    settings.STATIC_ROOT = os.path.join(os.getcwd(), "staticfiles")
    try:
        return import_string(backend["BACKEND"])(**backend.get("OPTIONS", {}))
    finally:
        settings.STATIC_ROOT = unset


def _is_usual(storage, name):
    """True for what the `__init__` of Django, or of a known package, sets, if its value is the one that it has there."""
    value = vars(storage)[name]
    if name == "manifest_storage":
        return value is storage
    kind = type(storage)
    if name in ("patterns", "_js_module_import_aggregation_patterns") and value == getattr(kind, name):
        return True
    return name == "patterns" and value == kind.patterns + (kind._js_module_import_aggregation_patterns,)


def _is_of_settings(name, value):
    """True if an attribute says what a setting says anyway, which something stronger may then override."""
    from django.conf import settings

    usual = {
        "location": os.path.abspath(settings.STATIC_ROOT or "staticfiles"),
        "base_url": settings.STATIC_URL,
        "file_permissions_mode": settings.FILE_UPLOAD_PERMISSIONS,
        "directory_permissions_mode": settings.FILE_UPLOAD_DIRECTORY_PERMISSIONS,
        "keep_only_hashed_files": bool(getattr(settings, "WHITENOISE_KEEP_ONLY_HASHED_FILES", False)),
    }
    return name in usual and usual[name] == value


def _failure(error):
    return "%s: %s" % (type(error).__name__, error)


def _class(kind):
    """Returns a class and those behind it, in Python's order of look-up."""
    return {"name": _dotted(kind), "at": _place_of(kind), "order": [_members(each) for each in kind.__mro__]}


def _dotted(kind):
    return kind.__qualname__ if kind is object else "%s.%s" % (kind.__module__, kind.__qualname__)


def _place_of(kind):
    if kind.__module__.split(".")[0] in _KNOWN_PACKAGES:
        return None
    import inspect

    try:
        return {"file": inspect.getsourcefile(kind), "line": inspect.getsourcelines(kind)[1]}
    except (OSError, TypeError):
        return None


# What every class has by itself.
_USUAL = frozenset("__dict__ __doc__ __firstlineno__ __module__ __qualname__ __static_attributes__ __weakref__".split())


def _members(kind):
    names = [] if kind is object else sorted(set(vars(kind)) - _USUAL)
    return {
        "name": _dotted(kind),
        "bases": [_dotted(base) for base in kind.__bases__],
        "methods": [name for name in names if _is_method(vars(kind)[name])],
        "attributes": [name for name in names if not _is_method(vars(kind)[name])],
        "patched": _patched(kind),
    }


def _is_method(value):
    return callable(value) or hasattr(type(value), "__get__")


_fresh_modules = {}


def _patched(kind):
    """Returns the names that a class of a known package does not have as its own module says."""
    if kind.__module__.split(".")[0] not in _KNOWN_PACKAGES:
        return []
    fresh = _fresh(kind)
    if fresh is None:
        return []
    missing = object()
    names = (set(vars(kind)) | set(vars(fresh))) - _USUAL
    return sorted(
        name for name in names if not _is_same(vars(kind).get(name, missing), vars(fresh).get(name, missing))
    )


def _fresh(kind):
    """Returns the class as a second execution of its module makes it; that module is known to nobody else."""
    name = kind.__module__
    if name not in _fresh_modules:
        spec = importlib.util.find_spec(name)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        _fresh_modules[name] = module
    return getattr(_fresh_modules[name], kind.__name__, None)


def _is_same(value, fresh):
    if type(value) is not type(fresh):
        return False
    for part in ("__func__", "func", "fget", "__wrapped__"):
        if hasattr(value, part) and hasattr(fresh, part):
            return _is_same(getattr(value, part), getattr(fresh, part))
    if hasattr(value, "__code__"):
        return value.__code__ == fresh.__code__
    return isinstance(value, type) or value == fresh


def _main():
    import json

    stdout = os.dup(1)
    os.dup2(2, 1)
    question = json.loads(sys.argv[1])
    sys.argv = ["manage.py", "collectstatic"]
    sys.path[:] = question["path"] + [folder for folder in sys.path if folder and folder not in question["path"]]
    import django

    if os.environ.get("DJANGO_CONFIGURATION"):
        import configurations

        configurations.setup()
    else:
        django.setup()
    with os.fdopen(stdout, "w") as stream:
        json.dump(answer(question), stream)


if __name__ == "__main__":
    _main()
