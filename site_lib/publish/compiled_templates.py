"""Compiled templates, kept in memory; another process can make them meanwhile."""

from __future__ import annotations

import marshal
from contextlib import suppress
from typing import TYPE_CHECKING

from jinja2 import BytecodeCache, TemplateError

from site_lib.errors import RenderError
from site_lib.publish.forks import Fork, processes

if TYPE_CHECKING:
    from types import CodeType

    from jinja2 import Environment
    from jinja2.bccache import Bucket


class CompiledTemplates(BytecodeCache):
    """Compiled templates, by the hashes of their names and texts."""

    def __init__(self) -> None:
        """Start with none."""
        self._code: dict[tuple[str, str], CodeType | None] = {}
        self._fork: Fork[bytes] | None = None

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give Jinja a compiled template, if there is one."""
        bucket.code = self._code.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template that Jinja has compiled."""
        self._code[bucket.key, bucket.checksum] = bucket.code

    def make_meanwhile(self, environment: Environment) -> None:
        """Let another process compile all templates of an environment, if there are none yet."""
        if not self._code and processes() > 1:
            self._fork = Fork(lambda: self._make(environment))

    def _make(self, environment: Environment) -> bytes:
        for name in environment.list_templates():
            # This process makes what is missing itself, and then says what is wrong with it.
            with suppress(TemplateError, OSError):
                environment.get_template(name)
        return marshal.dumps(self._code)

    def take_over(self) -> None:
        """Wait for what another process makes, if one does; this process must not fork before."""
        if self._fork:
            fork, self._fork = self._fork, None
            with suppress(RenderError):  # If it has died, this process compiles.
                self._code |= marshal.loads(fork.result())  # noqa: S302 (from our own process)
            fork.end()
