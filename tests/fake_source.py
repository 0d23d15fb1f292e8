"""A stand-in for the source's endpoint that gives prepared answers."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from werkzeug import Response

if TYPE_CHECKING:
    from collections.abc import Callable

    from werkzeug import Request


@dataclass
class FakeSource:
    """The task classification endpoint on loopback; answers are given in turn, the last forever."""

    url: str
    answers: list[Response] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    meanwhile: Callable[[], None] = lambda: None
    """What happens elsewhere while the source is being asked."""

    def says(self, body: bytes | str, status: int = 200, **headers: str) -> None:
        """Append an answer."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answers.append(Response(body, status, named, content_type="application/json"))

    def fails(self, status: int, message: str = "not today", **headers: str) -> None:
        """Append an error answer as the source words it."""
        body = json.dumps({"error": {"code": status, "message": message}})
        self.says(body, status, **headers)

    def answer(self, request: Request) -> Response:
        """Take the next answer."""
        self.requests.append(request)
        self.meanwhile()
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
