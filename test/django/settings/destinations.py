"""
Tells, of the project in the working directory, where the real django-storages puts static files. Prints one JSON document.
"""

import json
import os
import sys

sys.path.insert(0, os.getcwd())
os.environ["DJANGO_SETTINGS_MODULE"] = "shop.settings"

import django  # noqa: E402

django.setup()

from django.contrib.staticfiles.storage import ManifestFilesMixin  # noqa: E402

# It would be asked for over the network.
ManifestFilesMixin.read_manifest = lambda self: None

from django.conf import settings  # noqa: E402
from django.utils.module_loading import import_string  # noqa: E402


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


storage = made()
if isinstance(storage, ManifestFilesMixin):
    storage.hashed_files = {"css/site.css": "css/site.css"}
names = [kind.__name__ for kind in type(storage).__mro__]
tell = s3 if "S3Storage" in names else azure if "AzureStorage" in names else gcs
told = tell(storage)
told["key"] = storage._normalize_name("css/site.css")
told["url"] = storage.url("css/site.css")
json.dump(told, sys.stdout)
