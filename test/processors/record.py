"""Records what Django makes of cases.json: python record.py VERSION, with that Django installed, fills recorded.VERSION.json."""

import json
import shutil
import sys
import tempfile
from pathlib import Path

from django.conf import settings

settings.configure(INSTALLED_APPS=["django.contrib.staticfiles"], STATIC_URL="/static/", STATIC_ROOT="/nowhere")

import django  # noqa: E402
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage  # noqa: E402
from django.core.files.storage import FileSystemStorage  # noqa: E402

django.setup()


class WithModules(ManifestStaticFilesStorage):
    support_js_module_import_aggregation = True


def record(case):
    folder = Path(tempfile.mkdtemp())
    source, root = folder / "source", folder / "root"
    for path, text in case["files"].items():
        file = source / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())
    shutil.copytree(source, root)
    storage_class = WithModules if case.get("modules") else ManifestStaticFilesStorage
    storage = storage_class(location=root, base_url="/static/")
    offered = FileSystemStorage(location=source)
    try:
        for _, _, processed in storage.post_process({path: (offered, path) for path in case["files"]}):
            if isinstance(processed, Exception):
                return {"fails": type(processed).__name__}
        manifest = (root / "staticfiles.json").read_text()
        names = json.loads(manifest)["paths"]
        contents = {path: (root / name).read_bytes().decode() for path, name in names.items()}
        rewritten = {path: text for path, text in contents.items() if text != case["files"][path]}
        return {"manifest": manifest, "rewritten": rewritten}
    finally:
        shutil.rmtree(folder)


here = Path(__file__).parent
cases = json.loads((here / "cases.json").read_text())
recorded = {case["name"]: record(case) for case in cases}
(here / f"recorded.{sys.argv[1]}.json").write_text(json.dumps(recorded, indent=1, ensure_ascii=False) + "\n")
print(sys.argv[1], sum("fails" in one for one in recorded.values()), "of", len(recorded), "fail")
