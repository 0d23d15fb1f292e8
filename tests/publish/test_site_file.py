"""`site.toml`: whose site it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from site_lib.errors import SiteFileError
from site_lib.publish.site_file import read_site_file
from site_lib.site.site_config import SiteConfig
from tests.answers import ROOT

if TYPE_CHECKING:
    from pathlib import Path

LEAST = 'title = "A site"\n[publisher]\nname = "Someone"\n'
FULL = """
title = "A site"
address = "https://example.org/site"
repository = "https://example.org/code/"
app_categories = ["cli-agent", "general-chat"]
[publisher]
name = "Someone"
address = "https://example.org/someone"
contact = "some.one@example.org"
"""


def read(folder: Path, text: str, base_url: str | None = None, **environment: str) -> object:
    (folder / "site.toml").write_text(text, "utf-8")
    return read_site_file(folder / "site.toml", environment, base_url)


def test_the_projects_own_file_is_right_and_leaves_the_address_to_others() -> None:
    site = read_site_file(ROOT / "site.toml", {}, None)
    assert site.title
    assert site.publisher.name


def test_all_keys_are_read(tmp_path: Path) -> None:
    (tmp_path / "site.toml").write_text(FULL)
    site = read_site_file(tmp_path / "site.toml", {}, None)
    assert (site.title, site.address) == ("A site", "https://example.org/site/")
    assert site.repository == "https://example.org/code"
    assert site.app_categories == ("cli-agent", "general-chat")
    assert (site.publisher.name, site.publisher.address) == (
        "Someone",
        "https://example.org/someone",
    )
    assert (site.contact, site.contact_link) == (
        "some.one@example.org",
        "mailto:some.one@example.org",
    )


def test_what_the_file_leaves_out_comes_from_the_environment(tmp_path: Path) -> None:
    (tmp_path / "site.toml").write_text(LEAST)
    github = {"SITE_ADDRESS": "https://github.example/x", "SITE_REPOSITORY": "https://g.example/r"}
    site = read_site_file(tmp_path / "site.toml", github, None)
    assert (site.address, site.repository) == ("https://github.example/x/", "https://g.example/r")
    assert site.contact == site.contact_link == "https://g.example/r/issues"
    nothing = read_site_file(tmp_path / "site.toml", {"SITE_ADDRESS": ""}, None)
    assert (nothing.address, nothing.repository, nothing.contact) == (None, None, None)


def test_the_file_counts_more_than_the_environment_and_the_command_line_most(
    tmp_path: Path,
) -> None:
    (tmp_path / "site.toml").write_text(FULL)
    github = {"SITE_ADDRESS": "https://github.example/x", "SITE_REPOSITORY": "https://g.example/r"}
    site = read_site_file(tmp_path / "site.toml", github, None)
    assert (site.address, site.repository) == (
        "https://example.org/site/",
        "https://example.org/code",
    )
    site = read_site_file(tmp_path / "site.toml", github, "https://example.com/")
    assert site.address == "https://example.com/"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (LEAST.replace("title", "tittle"), "  title: missing\n  tittle: unknown key"),
        (LEAST.replace("name", "nmae"), "  publisher.name: missing\n  publisher.nmae: unknown key"),
        ('title = "A site"\n', "  publisher: missing"),
        (LEAST.replace('"A site"', "7"), "  title: must be a string, not 7"),
        (LEAST.replace("A site", ""), "  title: must have 1 to 70 characters on one line, not ''"),
        (LEAST.replace("A site", "a" * 71), "  title: must have 1 to 70 characters on one line"),
        (LEAST.replace("A site", "a\\u0007"), "  title: must have 1 to 70 characters on one line"),
        (f'address = "nowhere"\n{LEAST}', "  address: must be like https://example.org/site/"),
        (f'repository = "git@x:y"\n{LEAST}', "  repository: must be like https://"),
        (f'app_categories = ["A"]\n{LEAST}', "  app_categories.0: must be like cli-agent, not 'A'"),
        (f'app_categories = "a"\n{LEAST}', "  app_categories: must be an array, not 'a'"),
        (
            f'{LEAST}contact = "me"\n',
            "  publisher.contact: must be an e-mail address or an address",
        ),
        (f'{LEAST}contact = "https://a b?c"\n', "  publisher.contact: must be an e-mail address"),
        (f'{LEAST}address = "javascript:x"\n', "  publisher.address: must be like https://"),
        ('title = "A site"\npublisher = "me"\n', "  publisher: must be a table, not 'me'"),
        (f'address = "https://example.org/../x"\n{LEAST}', "  address: must be like https://"),
        (f'address = "https://example.org:99999/"\n{LEAST}', "  address: must be like https://"),
    ],
)
def test_a_wrong_key_or_value_is_named(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(SiteFileError) as caught:
        read(tmp_path, text)
    assert str(caught.value).startswith(f"{tmp_path / 'site.toml'} is wrong:\n")
    assert told in str(caught.value)
    assert caught.value.exit_code == 2


def test_a_wrong_environment_variable_is_named_and_not_the_file_s_key(tmp_path: Path) -> None:
    with pytest.raises(SiteFileError, match="\n  environment variable SITE_ADDRESS: must be like"):
        read(tmp_path, LEAST, SITE_ADDRESS="nowhere")
    with pytest.raises(SiteFileError, match="\n  address: must be like"):
        read(tmp_path, f'address = "nowhere"\n{LEAST}', SITE_ADDRESS="https://example.org/")


def test_a_long_value_is_cut_in_the_error(tmp_path: Path) -> None:
    with pytest.raises(SiteFileError) as caught:
        read(tmp_path, LEAST.replace("A site", "a" * 100_000))
    assert len(str(caught.value)) < 400


def test_what_editors_and_clone_buttons_add_is_taken(tmp_path: Path) -> None:
    text = f'repository = "https://example.org/code.git"\n{LEAST}'
    site = read(tmp_path, f'\ufeff{text}contact = "https://example.org/write?to=us#form"\n')
    assert isinstance(site, SiteConfig)
    assert site.contact == "https://example.org/write?to=us#form"
    site = read(tmp_path, text)
    assert isinstance(site, SiteConfig)
    assert site.contact == "https://example.org/code/issues"


def test_a_file_that_is_no_toml_or_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SiteFileError, match=r"site\.toml: No such file"):
        read_site_file(tmp_path / "site.toml", {}, None)
    with pytest.raises(SiteFileError, match=r"site\.toml is not TOML"):
        read(tmp_path, "title = \n")
    with pytest.raises(SiteFileError, match=r"site\.toml is not TOML"):
        read(tmp_path, f"title = {'[' * 100_000}")
    (tmp_path / "site.toml").write_bytes(b'title = "\xff"')
    with pytest.raises(SiteFileError, match=r"site\.toml is not TOML"):
        read_site_file(tmp_path / "site.toml", {}, None)
