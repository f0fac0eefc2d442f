"""System checks."""

from django.apps import apps
from django.core.checks import Warning
from django.core.management import get_commands


def check_order(app_configs=None, **kwargs):
    """Warns if another app's command is the one that runs: the first app of INSTALLED_APPS that has it wins."""
    own = apps.get_app_config("collectstatic").name
    commands = get_commands()
    return [
        Warning(
            "manage.py %s is the command of %s" % (name, commands[name]),
            hint="Put 'collectstatic' before '%s' in INSTALLED_APPS." % commands[name],
            id="collectstatic.W001",
        )
        for name in ("collectstatic", "findstatic")
        if commands.get(name) not in (own, None)
    ]
