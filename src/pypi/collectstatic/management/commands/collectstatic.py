"""In place of Django's command: what it does and says, by the program for Node."""

import os
import sys

from django.conf import settings
from django.contrib.staticfiles.management.commands.collectstatic import Command as DjangoCommand
from django.contrib.staticfiles.storage import ManifestFilesMixin
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import CommandError

from collectstatic import program

_FLAGS = {"dry_run": "--dry-run", "clear": "--clear", "link": "--link"}
_NEGATED_FLAGS = {"post_process": "--no-post-process", "use_default_ignore_patterns": "--no-default-ignore"}

# What Django raises as such an error: settings that its storage refuses.
_IMPROPER = {"static-root-missing", "static-url-missing", "media-url-equal", "media-url-within", "media-root-equal"}


class PostProcessingFailed(CommandError, ValueError):
    """A file refers to one that is not there. Django raises ValueError for it."""


class Command(DjangoCommand):
    def add_arguments(self, parser):
        super().add_arguments(parser)
        program.add_own_options(parser.add_argument_group("beyond Django's"), "collectstatic")

    def handle(self, *args, **options):
        program.require_node()
        live = program.is_live(self)
        asked = self._ask(live, options)
        ended = program.run("collectstatic", self._arguments(options), self.storage, live)
        if ended.code == program.LEFT_TO_DJANGO:
            return self._leave_to_django(ended, dict(options, interactive=options["interactive"] and not asked))
        if live and ended.code != 0:
            sys.exit(ended.code)
        self._reload_manifest()
        if live:
            return None
        if ended.code != 0:
            self.stdout.write(ended.text, ending="")
            raise _exception(ended.errors)
        self.stderr.write(ended.errors, ending="")
        return self._told(ended.text, options)

    def _arguments(self, options):
        words = program.shared_arguments(options) + ["--no-input"]
        words += [flag for name, flag in _FLAGS.items() if options[name]]
        words += [flag for name, flag in _NEGATED_FLAGS.items() if not options[name]]
        words += ["--ignore=%s" % pattern for pattern in options["ignore_patterns"]]
        if getattr(settings, "COLLECTSTATIC_FALLBACK", False):
            words.append("--leave-to-django")
        return words + program.own_arguments("collectstatic", options)

    def _ask(self, live, options):
        """Asks as Django does before files are written over, and returns True if it asked."""
        try:
            folder = options.get("static_root") or (self.is_local_storage() and self.storage.location)
            if not folder and self.is_local_storage() and not live:
                # Raises what Django's command raises.
                self.storage.path("")
        except Exception:
            # From the command line, the program says it better than a traceback.
            if not live:
                raise
            return False
        if not options["interactive"] or options["dry_run"] or not folder or not _holds_files(folder):
            return False
        effect = "This will DELETE ALL FILES in this location!" if options["clear"] else "This will overwrite existing files!"
        question = (
            "\nYou have requested to collect static files at the destination\n"
            "location as specified in your settings:\n\n    %s\n\n%s\n"
            "Are you sure you want to do this?\n\nType 'yes' to continue, or 'no' to cancel: "
        )
        try:
            reply = input(question % (folder, effect))
        except EOFError:
            raise CommandError(
                "%s is not empty, and there is no terminal to ask whether to go on [no-terminal]\n"
                "  hint: Say --no-input to write without asking." % folder
            )
        if reply != "yes":
            raise CommandError("Collecting static files cancelled.")
        return True

    def _leave_to_django(self, ended, options):
        """Runs Django's own command: COLLECTSTATIC_FALLBACK is on, and the storage or a finder can't be followed."""
        own = program.own_arguments("collectstatic", options)
        if own:
            raise CommandError("Django's own command has to do this, and it has no %s" % ", ".join(own))
        if ended.errors:
            self.stderr.write(ended.errors, ending="")
        if getattr(settings, "COLLECTSTATIC", None) and options["verbosity"] >= 1:
            self.stderr.write("warning: Django's own command does not know the settings of COLLECTSTATIC")
        return super().handle(**options)

    def _reload_manifest(self):
        """Lets this process serve what was collected: the storage read its manifest before."""
        if self.is_local_storage() and isinstance(self.storage, ManifestFilesMixin):
            self.storage.hashed_files, self.storage.manifest_hash = self.storage.load_manifest()

    def _told(self, text, options):
        """Writes all but the summary, which starts with the last empty line, and returns that, as Django's does."""
        start = ("\n" + text).rfind("\n\n") if options.get("format") != "json" else len(text)
        if text[: max(start, 0)]:
            self.stdout.write(text[:start], ending="")
        return text[max(start, 0) :].rstrip("\n")


def _holds_files(folder):
    try:
        with os.scandir(folder) as entries:
            return any(entries)
    except OSError:
        return False


def _exception(errors):
    told = set(program.codes(errors))
    if told and told <= _IMPROPER:
        return ImproperlyConfigured(program.message(errors))
    kind = PostProcessingFailed if told == {"missing-reference"} else CommandError
    return kind(program.message(errors) or "collectstatic failed")
