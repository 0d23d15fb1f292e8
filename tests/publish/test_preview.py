"""The preview, as a browser and an editor see it: a real process, real requests, real changes."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import tomllib
from typing import TYPE_CHECKING

import httpx
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

from tests.preview import PATIENCE, Preview, previewed


@pytest.fixture(scope="module")
def unchanged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """Start a preview for tests that only look at it."""
    with previewed(tmp_path_factory.mktemp("unchanged") / "project") as running:
        yield running


def test_pages_are_served_with_the_script_that_follows_and_files_without(
    unchanged: Preview,
) -> None:
    page = unchanged.get("/code/debugging/")
    assert page.status_code == 200
    follower = re.search(r'<script src="(/-/follow\.js\?\d+)" defer></script></head>', page.text)
    assert follower
    assert "script-src 'self' 'sha256-" in page.text
    assert "EventSource" in unchanged.get(follower[1]).text
    assert "follow.js" not in (unchanged.project / "_site" / "index.html").read_text()
    assert unchanged.get("/build.json").json()["as_of"] == "2026-10-06"


def test_a_page_knows_its_build_so_that_none_is_missed_while_it_loads(preview: Preview) -> None:
    def build() -> str:
        found = re.search(r"follow\.js\?(\d+)", preview.get("/").text)
        assert found
        return found[1]

    first = build()
    changes = preview.changes()
    template = preview.project / "templates" / "home.html"
    template.write_text(template.read_text().replace("<h2", "<hr><h2"))
    announced = changes.get(timeout=PATIENCE)
    assert announced == f"data: {build()}" != f"data: {first}"


def test_a_missing_page_is_answered_as_on_the_published_site(unchanged: Preview) -> None:
    page = unchanged.get("/no/such/page")
    assert page.status_code == 404
    assert "There is no page at this address." in page.text
    assert '<base href="/">' in page.text
    assert "base-uri 'self'" in page.text


def test_nothing_outside_the_site_is_served(unchanged: Preview) -> None:
    with httpx.Client(base_url=unchanged.url) as client:
        request = client.build_request("GET", "/%2e%2e/build.py")
        assert client.send(request).status_code == 404


def test_a_changed_template_style_and_archive_are_followed(preview: Preview) -> None:
    changes = preview.changes()
    style = preview.project / "static" / "page.css"
    style.write_text(style.read_text() + "hr{color:red}")
    changes.get(timeout=PATIENCE)
    assert not list(preview.project.rglob("card-*.png"))
    assert "hr{color:red}" in preview.get("/").text
    template = preview.project / "templates" / "home.html"
    template.write_text(template.read_text().replace("<h2", "<hr><h2"))
    changes.get(timeout=PATIENCE)
    assert "<hr>" in preview.get("/index.html").text
    (preview.project / "data" / "snapshots" / "2026-10-06.json").unlink()
    changes.get(timeout=PATIENCE)
    assert "as of 2026-09-04." in preview.get("/").text


def test_a_site_file_that_an_editor_replaces_is_followed_each_time(preview: Preview) -> None:
    changes = preview.changes()
    file = preview.project / "site.toml"
    before = tomllib.loads(file.read_text())["title"]
    for title in ("First title", "Second title"):
        written = file.with_name("site.toml~")
        written.write_text(file.read_text().replace(before, title))
        written.rename(file)
        changes.get(timeout=PATIENCE)
        assert title in preview.get("/").text
        before = title


def test_a_slip_in_a_template_is_told_and_survived(preview: Preview) -> None:
    changes = preview.changes()
    template = preview.project / "templates" / "home.html"
    good = template.read_text()
    template.write_text(good.replace("{% block main %}", "{% block main %}{{ nothing }}"))
    preview.said("error: .*'nothing' is undefined")
    assert preview.get("/").status_code == 200
    template.write_text(good)
    changes.get(timeout=PATIENCE)


def test_changed_code_is_tried_and_then_takes_over(preview: Preview) -> None:
    formats = preview.project / "site_lib" / "site" / "formats.py"
    good = formats.read_text()
    formats.write_text(good + "\nthis is no Python\n")
    preview.said("SyntaxError")
    assert "30.1%" in preview.get("/").text
    formats.write_text(good.replace('"{100 * share:.1f}%"', '"{100 * share:.1f} percent"'))
    preview.said(r"preview +http", times=2)
    assert "30.1 percent" in preview.get("/").text


def test_it_ends_at_a_word_and_without_complaint(preview: Preview) -> None:
    preview.process.send_signal(signal.SIGINT)
    assert preview.process.wait(PATIENCE) == 0
    assert "Traceback" not in "".join(preview.lines)


def test_a_port_that_is_taken_is_told(unchanged: Preview) -> None:
    port = unchanged.url.rpartition(":")[2]
    command = [sys.executable, "build.py", "--offline", "--serve", port, "--out", "other"]
    second = subprocess.run(
        command,
        cwd=unchanged.project,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert second.returncode == 1
    assert f"error: cannot serve on port {port}" in second.stderr
