"""Whose site it is and where it is published: what `site.toml` says."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from site_lib.errors import shown

SITE_URL = re.compile(
    r"https?://([a-z0-9-]+(\.[a-z0-9-]+)*|\[[0-9a-f:]+\])(:(?P<port>[0-9]{1,5}))?"
    r"(/(?!\.{1,2}(/|$))[\w.~%-]+)*/?",
    re.ASCII | re.IGNORECASE,
)
EMAIL = re.compile(r"[\w.+-]+@[a-z0-9-]+(\.[a-z0-9-]+)+", re.ASCII | re.IGNORECASE)
APP_CATEGORY = re.compile(r"[a-z0-9-]+")
HIGHEST_PORT = 65_535
LONGEST_NAME = 70
"""Search results and cards show no more of a title."""


def folder_url(text: str) -> str:
    """Return the address of a site with a slash at its end; raises ValueError if it is none."""
    return f"{_url(text).removesuffix('/')}/"


def _url(text: str) -> str:
    found = SITE_URL.fullmatch(text)
    if not found or int(found["port"] or 0) > HIGHEST_PORT:
        raise ValueError(f"must be like https://example.org/site/, not {shown(text)}")
    return text


def _repository(text: str) -> str:
    return _url(text).removesuffix("/")


def _contact(text: str) -> str:
    # A page may need a query or a fragment, which an address of a folder cannot have.
    if not (SITE_URL.fullmatch(re.split("[?#]", text)[0]) or EMAIL.fullmatch(text)):
        wrong = shown(text)
        raise ValueError(f"must be an e-mail address or an address of a page, not {wrong}")
    return text


def _name(text: str) -> str:
    if not (text.isprintable() and text.strip() == text and 0 < len(text) <= LONGEST_NAME):
        raise ValueError(f"must have 1 to {LONGEST_NAME} characters on one line, not {shown(text)}")
    return text


def _app_category(text: str) -> str:
    if not APP_CATEGORY.fullmatch(text):
        raise ValueError(f"must be like cli-agent, not {shown(text)}")
    return text


class _Table(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Publisher(_Table):
    """Who publishes the site."""

    name: Annotated[str, AfterValidator(_name)]
    address: Annotated[str, AfterValidator(_url)] | None = None
    """The publisher's own page; None if there is none."""
    contact: Annotated[str, AfterValidator(_contact)] | None = None
    """An e-mail address or a page."""


class SiteConfig(_Table):
    """Whose site it is, and where it and its code are published."""

    title: Annotated[str, AfterValidator(_name)]
    publisher: Publisher
    address: Annotated[str, AfterValidator(folder_url)] | None = None
    """Where the site is published, with a slash at its end; None if unknown."""
    repository: Annotated[str, AfterValidator(_repository)] | None = None
    """Where the code and the archive are, without a slash at its end; None if unknown."""
    app_categories: Annotated[
        tuple[Annotated[str, AfterValidator(_app_category)], ...], Field(strict=False)
    ] = ()
    """What OpenRouter is told about the app, from its list of categories."""

    @property
    def contact(self) -> str | None:
        """Where to write to: the publisher's contact, or else the issues of the repository."""
        if self.publisher.contact or not self.repository:
            return self.publisher.contact
        return f"{self.repository.removesuffix('.git')}/issues"

    @property
    def contact_link(self) -> str | None:
        """The contact as the target of a link."""
        contact = self.contact
        return f"mailto:{contact}" if contact and EMAIL.fullmatch(contact) else contact
