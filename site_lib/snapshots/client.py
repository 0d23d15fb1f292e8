"""The client: fetches one snapshot with one request and a few retries. The only user of httpx.

OpenRouter documents the endpoint as `GET /api/v1/classifications/task`. The key is a payment
credential: it is sent in one header, to one host, and appears nowhere else.
"""

from __future__ import annotations

import ipaddress
import json
import math
import re
import threading
import time
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

import httpx
import stamina
from pydantic import BaseModel, ValidationError

from site_lib.errors import (
    FetchError,
    KeyRefusedError,
    RateLimitError,
    SourceDownError,
    UsageError,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

WINDOW = "7d"
LARGEST_BODY = 10_000_000
LONGEST_MESSAGE = 500
RETRIED_STATUS = frozenset({408, 429, *range(500, 600)})
KEY_REFUSED_STATUS = frozenset({401, 403})
MEANING = {
    400: "it rejects the request; the API's parameters may have changed",
    401: "it does not accept the key in OPENROUTER_API_KEY",
    403: "the key in OPENROUTER_API_KEY has no permission for this",
    404: "not found; check --api-url",
}


@dataclass(frozen=True)
class ClientInfo:
    """What a request says about the client: the key, and the site that it is for."""

    key: str
    title: str
    user_agent: str
    site_url: str | None = None
    categories: str | None = None
    """App categories from OpenRouter's list, separated by commas."""

    def headers(self) -> dict[str, str]:
        """Return the request's headers; raises UsageError if the key is invalid."""
        if not re.fullmatch(r"[!-~]{8,}", self.key):
            raise UsageError(
                "OPENROUTER_API_KEY is not a valid key (it has fewer than 8 characters, or a "
                "space or a special character): copy the key again"
            )
        optional = {"HTTP-Referer": self.site_url, "X-OpenRouter-Categories": self.categories}
        return {
            "Authorization": f"Bearer {self.key}",
            "Accept": "application/json",
            "User-Agent": self.user_agent,
            # A header has ASCII only.
            "X-OpenRouter-Title": self.title.encode("ascii", "replace").decode(),
            **{name: value for name, value in optional.items() if value},
        }


@dataclass(frozen=True)
class RetryPolicy:
    """How often to try, and how long to wait, in seconds."""

    tries: int = 4
    total: float = 60.0
    connect: float = 10.0
    read: float = 20.0
    first_wait: float = 0.5
    longest_wait: float = 8.0


class _ErrorBody(BaseModel):
    """The part of an error answer with OpenRouter's message."""

    class Error(BaseModel):
        message: str

    error: Error


def fetch(client_info: ClientInfo, api_url: str, policy: RetryPolicy | None = None) -> bytes:
    """Fetch the newest snapshot; return the answer's bytes as received.

    Raises UsageError if the address or the key is invalid, and FetchError if there is no usable
    answer after a few retries.
    """
    policy = policy or RetryPolicy()
    url = _request_url(api_url)
    deadline = time.monotonic() + policy.total

    def backoff(error: Exception) -> bool | float:
        if not isinstance(error, RateLimitError | SourceDownError):
            return False
        if time.monotonic() + (error.wait or policy.longest_wait) > deadline:
            return False
        return error.wait or True

    stamina.instrumentation.set_on_retry_hooks(())  # our errors say more than its log lines
    # A proxy from the environment is used for https only: with plain http it would see the key.
    with httpx.Client(headers=client_info.headers(), trust_env=url.scheme == "https") as client:
        try:
            for attempt in stamina.retry_context(
                on=backoff,
                attempts=policy.tries,
                timeout=None,
                wait_initial=policy.first_wait,
                wait_max=policy.longest_wait,
            ):
                with attempt:
                    body = _with_deadline(deadline, lambda: _request(client, url, policy))
        except FetchError as error:
            raise type(error)(_on_one_line(str(error), client_info.key)) from None
    if _repeats(client_info.key, body):
        raise FetchError("the answer contains the API key, so it was discarded")
    return body


def _with_deadline(deadline: float, work: Callable[[], bytes]) -> bytes:
    """Do some work in another thread, and give up at the deadline.

    httpx's time-outs limit each wait for bytes. Only this limits a source that sends single bytes.
    """
    outcome: Future[bytes] = Future()

    def run() -> None:
        try:
            outcome.set_result(work())
        except BaseException as error:  # noqa: BLE001 (raised again by `result` below)
            outcome.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    try:
        return outcome.result(max(deadline - time.monotonic(), 0))
    except TimeoutError:
        raise SourceDownError("the answer did not finish in time", wait=math.inf) from None


def _repeats(key: str, body: bytes) -> bool:
    """Return whether a body contains the key, as it is or with JSON's escapes."""
    try:
        plain = json.dumps(json.loads(body, parse_int=str), ensure_ascii=False)
    except ValueError:
        plain = ""
    return key.encode() in body or key in plain


def _request_url(api_url: str) -> httpx.URL:
    try:
        url = httpx.URL(f"{api_url.rstrip('/')}/classifications/task", params={"window": WINDOW})
        plain, host = httpx.URL(api_url), url.host
    except (httpx.InvalidURL, UnicodeError) as error:
        raise UsageError(f"--api-url is not a valid address: {error}") from error
    if plain.userinfo or plain.query or plain.fragment or api_url.endswith(("?", "#")):
        raise UsageError("--api-url must not contain a user name, password, query or fragment")
    if not host:
        raise UsageError(f"--api-url has no host: {api_url!r}")
    if url.scheme == "https" or (url.scheme == "http" and _is_loopback(host)):
        return url
    raise UsageError(
        "--api-url must begin with https:// (or http:// for a server on this machine), "
        f"not {api_url!r}"
    )


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _request(client: httpx.Client, url: httpx.URL, policy: RetryPolicy) -> bytes:
    timeout = httpx.Timeout(policy.read, connect=policy.connect)
    try:
        with client.stream("GET", url, timeout=timeout, follow_redirects=False) as response:
            body = b"".join(_read_body(response))
    except httpx.TimeoutException as error:
        raise SourceDownError(
            f"{url.host} did not answer in time ({_error_name(error)})"
        ) from error
    except httpx.RemoteProtocolError as error:
        raise SourceDownError(f"the answer from {url.host} was cut off ({error})") from error
    except httpx.DecodingError as error:
        raise FetchError(f"the answer from {url.host} cannot be decompressed ({error})") from error
    except (httpx.TransportError, UnicodeError) as error:
        reason = str(error) or _error_name(error)
        raise SourceDownError(f"cannot connect to {url.host} ({reason})") from error
    _check_status(response, body)
    return body


def _read_body(response: httpx.Response) -> Iterator[bytes]:
    size = 0
    for chunk in response.iter_bytes():
        size += len(chunk)
        if size > LARGEST_BODY:
            raise FetchError(f"the answer is larger than {LARGEST_BODY} bytes, so it was discarded")
        yield chunk


def _check_status(response: httpx.Response, body: bytes) -> None:
    status = response.status_code
    if status == httpx.codes.OK:
        return
    answered = f"{response.url.host} answered {status}"
    if status in RETRIED_STATUS:
        wait = _retry_after(response.headers.get("Retry-After", ""))
        asked = "" if wait is None else f" and asks to wait {wait:.0f} seconds"
        kind = RateLimitError if status == httpx.codes.TOO_MANY_REQUESTS else SourceDownError
        raise kind(f"{answered}{asked}{_error_message(body)}", wait)
    if response.has_redirect_location:
        target = response.headers["Location"]
        raise FetchError(
            f"{answered}, a redirect to {target}; it was not followed, because the key is sent to "
            "no other address: check --api-url"
        )
    message = f"{answered}: {MEANING.get(status, 'unexpected status')}{_error_message(body)}"
    raise (KeyRefusedError if status in KEY_REFUSED_STATUS else FetchError)(message)


def _error_message(body: bytes) -> str:
    try:
        return f"; it says: {_ErrorBody.model_validate_json(body).error.message}"
    except ValidationError:
        return ""


def _on_one_line(text: str, key: str) -> str:
    """Make a text that may quote OpenRouter one short line, without the key."""
    printable = "".join(c if c.isprintable() else " " for c in text.replace(key, "[the key]"))
    line = " ".join(printable.split())
    return line if len(line) <= LONGEST_MESSAGE else f"{line[:LONGEST_MESSAGE]}…"


def _retry_after(value: str) -> float | None:
    """Read `Retry-After`, which is seconds or a date; return seconds from now, or None."""
    if re.fullmatch(r"[0-9]{1,9}", value.strip()):
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        return max((moment - datetime.now(UTC)).total_seconds(), 0.0)
    except (ValueError, OverflowError):
        return None


def _error_name(error: Exception) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", type(error).__name__).lower()
