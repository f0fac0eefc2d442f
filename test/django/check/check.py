"""Renders templates with the real Django and says what became of each: JSON in, JSON out, one process for all of them."""

import html
import json
import re
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

import django
from django.conf import settings

question = json.load(sys.stdin)
project = Path(question["project"])
sys.path.insert(0, str(project))
settings.configure(
    STATIC_URL="/static/",
    STATIC_ROOT=str(project / "collected"),
    INSTALLED_APPS=["django.contrib.staticfiles", "shop"],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {"context_processors": ["django.template.context_processors.static"]},
        },
        {
            "BACKEND": "django.template.backends.jinja2.Jinja2",
            "APP_DIRS": True,
            "OPTIONS": {"environment": "shop.jinja.environment"},
        },
    ],
)
django.setup()

from django.core.management import call_command  # noqa: E402
from django.template.loader import get_template  # noqa: E402
from django.test import RequestFactory, override_settings  # noqa: E402

SOURCE = project / "shop" / "static"


def leads(url):
    """Whether a browser that follows the URL gets a file or a folder of the site."""
    parts = urlsplit(url.strip())
    path = unquote(parts.path)
    if parts.netloc or not path.startswith("/static/"):
        return False
    below = path.removeprefix("/static/")
    found = [(root / below).resolve() for root in (SOURCE, Path(settings.STATIC_ROOT))]
    return any(path.is_dir() if below.endswith("/") else path.exists() for path in found)


def fate(name):
    try:
        page = get_template(name).render({}, RequestFactory().get("/"))
    except Exception as error:
        return f"raises {type(error).__name__}"
    # No browser asks for what a comment holds.
    page = re.sub(r"<script>.*?</script>|<!--.*?-->", "", page, flags=re.DOTALL)
    urls = [html.unescape(url) for url in re.findall(r'href="([^"]*)"', page)]
    return "fine" if all(map(leads, urls)) else "lost"


answers = {}
for config in question["configs"]:
    storages = {"staticfiles": {"BACKEND": config["backend"]}}
    with override_settings(STORAGES=storages, DEBUG=False):
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    with override_settings(STORAGES=storages, DEBUG=config["debug"]):
        answers[config["name"]] = {name: fate(name) for name in question["templates"]}
json.dump({"version": django.get_version(), "answers": answers}, sys.stdout)
