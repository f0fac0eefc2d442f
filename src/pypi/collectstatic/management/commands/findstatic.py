"""In place of Django's command: the same text; it ends with 1 if a path is not found."""

import sys

from django.contrib.staticfiles.management.commands.findstatic import Command as DjangoCommand
from django.core.management.base import CommandError

from collectstatic import program


class Command(DjangoCommand):
    def add_arguments(self, parser):
        super().add_arguments(parser)
        program.add_own_options(parser.add_argument_group("beyond Django's"), "findstatic")

    def handle(self, *paths, **options):
        live = program.is_live(self)
        words = program.shared_arguments(options) + program.own_arguments("findstatic", options)
        words += [] if options["all"] else ["--first"]
        ended = program.run("findstatic", [*words, "--", *map(str, paths)], live=live)
        if live:
            return sys.exit(ended.code) if ended.code else None
        if ended.code != 0:
            self.stdout.write(ended.text, ending="")
            raise CommandError(program.message(ended.errors) or "No matching file found.")
        self.stderr.write(ended.errors, ending="")
        return ended.text.rstrip("\n")
