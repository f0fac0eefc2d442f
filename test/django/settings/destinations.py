"""
Tells where the real django-storages puts static files of many projects. Reads JSON from standard input: {name: {"folder",
"env"}}; prints {name: what is told, or {"error"}}. Each project is asked in a forked child: what takes long to load is there
already, and a project meets it as a process of its own would.
"""

import json
import os
import sys
import traceback

# Loaded once, here, is loaded for every project.
import azure.storage.blob  # noqa: F401
import boto3.s3.transfer  # noqa: F401
import django
import django.core.files.storage  # noqa: F401
import google.cloud.storage  # noqa: F401
from django.contrib.staticfiles.storage import ManifestFilesMixin
from django.utils.module_loading import import_string

# It would be asked for over the network.
ManifestFilesMixin.read_manifest = lambda self: None


def made():
    from django.core.files.storage import storages

    backend = storages.backends["staticfiles"]
    return import_string(backend["BACKEND"])(**backend.get("OPTIONS", {}))


def s3(storage):
    client = storage.connection.meta.client
    builtins = client._ruleset_resolver._builtins
    credentials = client._request_signer._credentials
    return {
        "bucket": storage.bucket_name,
        "endpoint": builtins.get("SDK::Endpoint"),
        "region": client.meta.region_name,
        "forcePathStyle": builtins.get("AWS::S3::ForcePathStyle"),
        "accessKey": credentials and credentials.access_key,
        "write": storage._get_write_parameters("x.css"),
        "gzip": list(storage.gzip_content_types) if storage.gzip else None,
    }


def azure(storage):
    return {
        "bucket": storage.azure_container,
        "account": storage.account_name,
        "write": {key: value for key, value in storage._get_content_settings_parameters("x.css").items() if value},
    }


def gcs(storage):
    from google.auth.credentials import AnonymousCredentials

    # Nobody signs in: URLs are made without a request.
    storage.credentials = storage.credentials or AnonymousCredentials()
    return {
        "bucket": storage.bucket_name,
        "project": storage.project_id,
        "write": dict(storage.get_object_parameters("x.css")),
        "acl": storage.default_acl,
        "gzip": list(storage.gzip_content_types) if storage.gzip else None,
    }


def told(project):
    os.chdir(project["folder"])
    sys.path.insert(0, project["folder"])
    os.environ.clear()
    os.environ.update(project["env"], DJANGO_SETTINGS_MODULE="shop.settings")
    django.setup()
    storage = made()
    if isinstance(storage, ManifestFilesMixin):
        storage.hashed_files = {"css/site.css": "css/site.css"}
    names = [kind.__name__ for kind in type(storage).__mro__]
    tell = s3 if "S3Storage" in names else azure if "AzureStorage" in names else gcs
    answer = tell(storage)
    answer["key"] = storage._normalize_name("css/site.css")
    answer["url"] = storage.url("css/site.css")
    return answer


def asked(project):
    """What a child says of one project, as JSON."""
    receive, send = os.pipe()
    if os.fork() == 0:
        try:
            text = json.dumps(told(project))
        except BaseException:
            text = json.dumps({"error": traceback.format_exc()})
        with open(send, "w") as out:
            out.write(text)
        os._exit(0)
    os.close(send)
    with open(receive) as answer:
        text = answer.read()
    os.wait()
    return json.loads(text)


json.dump({name: asked(project) for name, project in json.load(sys.stdin).items()}, sys.stdout)
