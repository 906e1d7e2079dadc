"""Coverage of templates that counts every line: django-coverage-plugin, put right.

In a template that extends another, that plugin counts what is in a block. It also takes ``{%
blocktranslate %}`` for a block, and the first end it meets, of a translation or of a block
inside the block, for the end of the whole block; what comes after is left out.
"""

import re

from coverage.plugin_support import Plugins
from coverage.types import TConfigSectionOut
from django_coverage_plugin.plugin import DjangoTemplatePlugin, FileReporter

TAG = re.compile(r"(\{%\s*)(end)?block(trans(?:late)?)?\b")


def outer_blocks_only(text: str) -> str:
    """Return a template in which only outer blocks are called blocks; every line stays in
    place."""
    depth = 0

    def rename(tag: re.Match[str]) -> str:
        nonlocal depth
        start, end, translation = tag[1], tag[2] or "", tag[3]
        if translation:
            return f"{start}{end}{translation}"
        depth -= bool(end)
        name = "part" if depth else "block"
        depth += not end
        return f"{start}{end}{name}"

    return TAG.sub(rename, text)


class Lines(FileReporter):
    """The lines of a template that can run."""

    def lines(self) -> set[int]:
        """Let the plugin count in the template as it reads it correctly."""
        text = self.source()
        self._source = outer_blocks_only(text)
        try:
            found: set[int] = super().lines()
        finally:
            self._source = text
        return found


class Templates(DjangoTemplatePlugin):
    """The plugin, counting lines correctly."""

    def file_reporter(self, filename: str) -> Lines:
        """Return the reporter that knows the lines of one template."""
        return Lines(filename)


def coverage_init(registry: Plugins, options: TConfigSectionOut) -> None:
    """Register with coverage (``plugins`` in pyproject.toml)."""
    plugin = Templates(options)
    registry.add_file_tracer(plugin)
    registry.add_configurer(plugin)
