from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING

import pytest
from werkzeug import Response

from site_lib.errors import FetchError, UsageError
from site_lib.snapshots.client import LARGEST_BODY, ClientInfo, RetryPolicy, fetch
from site_lib.snapshots.snapshot import parse
from tests.answers import KEY, NEWEST
from tests.callers import CALLER, QUICK

if TYPE_CHECKING:
    from pytest_httpserver import HTTPServer

    from tests.fake_source import FakeSource


def test_one_request_with_the_documented_headers_brings_the_answer_as_it_came(
    source: FakeSource,
) -> None:
    source.says(NEWEST.read_bytes())
    assert fetch(CALLER, source.url, QUICK) == NEWEST.read_bytes()
    (request,) = source.requests
    assert (request.method, request.path) == ("GET", "/api/v1/classifications/task")
    assert request.args.to_dict() == {"window": "7d"}
    assert request.headers["Authorization"] == f"Bearer {KEY}"
    assert request.headers["Accept"] == "application/json"
    assert request.headers["HTTP-Referer"] == "https://example.org/site/"
    assert request.headers["X-OpenRouter-Title"] == "A title"
    assert request.headers["X-OpenRouter-Categories"] == "cli-agent,cloud-agent"
    assert request.headers["User-Agent"] == "openrouter-tasks/1"


def test_headers_that_are_not_configured_are_not_sent(source: FakeSource) -> None:
    source.says(NEWEST.read_bytes())
    fetch(ClientInfo(KEY, "A title", "agent"), source.url, QUICK)
    assert not {"HTTP-Referer", "X-OpenRouter-Categories"} & set(source.requests[0].headers.keys())


def test_the_official_client_asks_the_same_and_reads_the_same(source: FakeSource) -> None:
    from openrouter import OpenRouter  # noqa: PLC0415 (slow to import)

    source.says(NEWEST.read_bytes())
    ours = fetch(CALLER, source.url, QUICK)
    with OpenRouter(api_key=KEY, server_url=source.url) as client:
        theirs = client.classifications.get_task_classifications(
            window="7d",
            http_referer=CALLER.site_url,
            x_open_router_title=CALLER.title,
            x_open_router_categories=CALLER.categories,
        )
    mine, official = source.requests
    assert (mine.method, mine.path) == (official.method, official.path)
    assert mine.args.to_dict() == official.args.to_dict()
    sent_alike = (
        "Authorization",
        "Accept",
        "HTTP-Referer",
        "X-OpenRouter-Title",
        "X-OpenRouter-Categories",
    )
    for name in sent_alike:
        assert mine.headers[name] == official.headers[name]
    snapshot = parse(ours, "answer").data
    assert theirs.data.as_of == snapshot.as_of.isoformat()
    assert [tag.tag for tag in theirs.data.classifications] == [
        tag.tag for tag in snapshot.classifications
    ]
    assert theirs.data.classifications[0].models[0].tag_usage_share == (
        snapshot.classifications[0].models[0].tag_usage_share
    )


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 529])
def test_passing_trouble_is_tried_again(source: FakeSource, status: int) -> None:
    source.fails(status)
    source.fails(status)
    source.says(b"{}")
    assert fetch(CALLER, source.url, QUICK) == b"{}"
    assert len(source.requests) == 3


def test_trying_again_writes_no_log(source: FakeSource, caplog: pytest.LogCaptureFixture) -> None:
    source.fails(503)
    source.says(b"{}")
    fetch(CALLER, source.url, QUICK)
    assert not [record for record in caplog.records if record.name.startswith("stamina")]


def test_after_four_tries_the_last_trouble_is_told_with_the_sources_words(
    source: FakeSource,
) -> None:
    source.fails(503, "down for maintenance")
    with pytest.raises(FetchError, match=r"answered 503.*it says: down for maintenance"):
        fetch(CALLER, source.url, QUICK)
    assert len(source.requests) == 4


@pytest.mark.parametrize(
    ("status", "advice"),
    [(400, "parameters"), (401, "accept the key"), (403, "key"), (404, "api-url")],
)
def test_a_refusal_stops_at_once_and_says_what_to_do(
    source: FakeSource, status: int, advice: str
) -> None:
    source.fails(status, "User not found.")
    with pytest.raises(FetchError, match=rf"answered {status}: .*{advice}.*User not found\."):
        fetch(CALLER, source.url, QUICK)
    assert len(source.requests) == 1


def test_an_error_page_that_is_no_json_is_still_told_by_its_status(source: FakeSource) -> None:
    source.says("<html>Bad gateway</html>", 502)
    with pytest.raises(FetchError, match=r"answered 502$"):
        fetch(CALLER, source.url, QUICK)


def test_retry_after_in_seconds_is_obeyed(source: FakeSource) -> None:
    source.fails(429, Retry_After="1")
    source.says(b"{}")
    start = time.monotonic()
    fetch(CALLER, source.url, QUICK)
    assert time.monotonic() - start >= 1


def test_retry_after_as_a_date_is_obeyed(source: FakeSource) -> None:
    moment = datetime.now(UTC) + timedelta(seconds=2)
    source.fails(503, Retry_After=format_datetime(moment, usegmt=True))
    source.says(b"{}")
    start = time.monotonic()
    fetch(CALLER, source.url, QUICK)
    # The header has whole seconds: a part of the first one is lost.
    assert time.monotonic() - start >= 0.9


def test_a_wait_beyond_the_deadline_is_not_begun(source: FakeSource) -> None:
    source.fails(429, Retry_After="3600")
    start = time.monotonic()
    with pytest.raises(FetchError, match="asks to wait 3600 seconds"):
        fetch(CALLER, source.url, QUICK)
    assert len(source.requests) == 1
    assert time.monotonic() - start < 3


@pytest.mark.parametrize(
    "wait",
    [
        "soon",
        "-5",
        "",
        "1e3",
        "٣",
        "Mon, 1 Jan 99999999999999999 00:00:00 GMT",
        "Mon, 1 Jan 0001 00:00:00 +2359",
    ],
)
def test_a_retry_after_that_cannot_be_read_is_ignored(source: FakeSource, wait: str) -> None:
    header = wait.encode().decode("latin-1")
    source.answers.append(Response("{}", 503, {"Retry-After": header}))
    source.says(b"{}")
    assert fetch(CALLER, source.url, QUICK) == b"{}"


def test_a_redirect_is_refused_and_the_key_goes_nowhere_else(
    source: FakeSource, httpserver: HTTPServer
) -> None:
    elsewhere = httpserver.url_for("/elsewhere")
    source.says("", 302, Location=elsewhere)
    with pytest.raises(FetchError, match=r"a redirect to .*/elsewhere; it was not followed"):
        fetch(CALLER, source.url, QUICK)
    assert len(source.requests) == 1
    assert not [request for request, _ in httpserver.log if request.path == "/elsewhere"]


def test_the_key_is_cut_out_of_what_the_source_says(source: FakeSource) -> None:
    source.fails(401, f"no such key: {KEY}\x1b[31m\n::error::{'x' * 600}{KEY}")
    with pytest.raises(FetchError) as caught:
        fetch(CALLER, source.url, QUICK)
    assert KEY not in str(caught.value)
    assert KEY[:12] not in str(caught.value)
    assert "[the key]" in str(caught.value)
    assert not {"\x1b", "\n"} & set(str(caught.value))


def test_an_answer_that_repeats_the_key_is_not_kept(source: FakeSource) -> None:
    source.says(f'{{"you": "{KEY}"}}')
    with pytest.raises(FetchError, match="contains the API key"):
        fetch(CALLER, source.url, QUICK)


def test_an_answer_that_repeats_the_key_behind_escapes_is_not_kept(source: FakeSource) -> None:
    escaped = "".join(f"\\u{ord(char):04x}" for char in KEY)
    source.says(f'{{"you": "{escaped}"}}')
    with pytest.raises(FetchError, match="contains the API key"):
        fetch(CALLER, source.url, QUICK)


def test_a_title_in_any_script_can_be_sent(source: FakeSource) -> None:
    source.says(NEWEST.read_bytes())
    fetch(ClientInfo(KEY, "Wofür KI dient: 用途", "agent"), source.url, QUICK)
    assert source.requests[0].headers["X-OpenRouter-Title"] == "Wof?r KI dient: ??"


def test_a_body_larger_than_ten_megabytes_is_not_read_to_its_end(source: FakeSource) -> None:
    source.says(b" " * (LARGEST_BODY + 1))
    with pytest.raises(FetchError, match="larger than 10000000 bytes"):
        fetch(CALLER, source.url, QUICK)


@pytest.mark.parametrize(
    "key", ["sk or or or", "sk\nor or or", "schlüssel-schlüssel", "sk\x00or or or", "short"]
)
def test_a_key_that_cannot_be_one_is_named_without_showing_it(source: FakeSource, key: str) -> None:
    with pytest.raises(UsageError) as caught:
        fetch(ClientInfo(key, "title", "agent"), source.url, QUICK)
    assert key not in str(caught.value)


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/api/v1",
        "http://127.0.0.1.example.org",
        "ftp://127.0.0.1",
        "https://user:pass@example.org",
        "//example.org",
        "http://10.0.0.1",
        "http://[::1",
        "",
        "https://",
        "https://example.org?x=1",
        "https://example.org/#",
        "https://xn--a/",
    ],
)
def test_an_address_that_would_show_the_key_is_refused(url: str) -> None:
    with pytest.raises(UsageError, match="--api-url"):
        fetch(CALLER, url, QUICK)


def test_a_proxy_of_the_environment_does_not_see_a_plain_request(
    source: FakeSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    source.says(b"{}")
    assert fetch(CALLER, source.url, QUICK) == b"{}"


def test_it_tries_four_times_and_a_minute_at_most() -> None:
    policy = RetryPolicy()
    assert (policy.tries, policy.total) == (4, 60)
    assert 0 < policy.connect < policy.total
    assert 0 < policy.read < policy.total
    assert policy.first_wait < policy.longest_wait < policy.total


def test_a_slash_at_the_end_of_the_address_makes_no_difference(source: FakeSource) -> None:
    source.says(b"{}")
    fetch(CALLER, f"{source.url}/", QUICK)
    assert source.requests[0].path == "/api/v1/classifications/task"
