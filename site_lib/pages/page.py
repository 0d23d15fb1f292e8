"""What all kinds of pages have, and what they are made of."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, ClassVar, Generic, Protocol, TypeVar

from site_lib.analysis.series import PointT
from site_lib.exports.page_data import DataHead
from site_lib.pages.figures import Figure
from site_lib.site import addresses
from site_lib.site.formats import count, percent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from site_lib.analysis.series import Series
    from site_lib.charts.card import Card
    from site_lib.exports.dataset import LinkedData
    from site_lib.exports.feed import Feed
    from site_lib.exports.page_data import PageData
    from site_lib.site.context import Link, Origin, Site
    from site_lib.snapshots.precision import Shares

    PageMaker = Callable[[], "Page"]
    """Makes a page with its charts."""

SHORT_TABLE = 10
"""Tables over time with no more rows than these are open from the start."""

Thing = TypeVar("Thing")


@dataclass(frozen=True)
class Siblings:
    """The pages before and after one, by requests, among those of its kind."""

    previous: Link | None
    next: Link | None


@dataclass(frozen=True, kw_only=True)
class Page:
    """What all kinds of pages have."""

    template: ClassVar[str]
    scripts: ClassVar[tuple[str, ...]] = ("age",)
    """The scripts in it, by the names of their files in static/."""
    path: str
    title: str
    description: str
    columns: ClassVar[tuple[str, ...]] = ()
    """Those of its data files, whatever the day."""
    origin: Origin | None = None
    """The answer that its figures come from, where that is not the newest."""
    dated: str | None = None
    """The path of the edition with those figures, where that is not the newest."""
    card: Card | None = None
    """The picture for networks that show one."""
    feed: Feed | None = None
    """The feed about what the page is about."""
    linked_data: LinkedData | None = None
    """What search engines are told about the page's data."""
    attachments: tuple[tuple[str, bytes], ...] = ()
    """Further files that belong to the page, as (path, bytes)."""

    def data_head(self, site: Site) -> DataHead:
        """Return what its data files say about themselves."""
        return DataHead(self.title, self.path, self.origin or site.origin, self.columns)

    def data(self, _site: Site) -> PageData | None:
        """Return what its data files hold; None if it has none."""
        return None

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The page's figures, in the order of its fields."""
        values = (getattr(self, each.name) for each in fields(self))
        return tuple(value for value in values if isinstance(value, Figure))


class PageSource(Protocol):
    """What a page about the past is made from."""

    def page(self, site: Site) -> Page:
        """Make the page."""


@dataclass(frozen=True)
class StablePage:
    """A page about the past, which is made again only if what it is made from has changed."""

    path: str
    changed: date
    """The date of the newest edition that it depends on."""
    inputs: Sequence[object]
    """All that it is made from, apart from templates, styles and options, as JSON values."""
    load: Callable[[], PageSource]
    """Returns the same as a value that other processes can take."""


@dataclass(frozen=True)
class ShareHistory(Generic[PointT]):
    """A share over time as a page shows it, and the file with all its points."""

    name: str
    """The task's, the category's or the model's."""
    series: Series[PointT]
    file: str
    """The path of all points as CSV."""

    @property
    def is_open(self) -> bool:
        """Whether the table is short enough to be open from the start."""
        return len(self.series.dates) <= SHORT_TABLE

    @property
    def thinning_note(self) -> str:
        """What the table leaves out; empty where it has all points."""
        if self.series.step_days == 1:
            return ""
        return f"The table shows one snapshot in {self.series.step_days} days; the file has all."

    @property
    def too_few_note(self) -> str:
        """Why there is no chart, where the archive holds too few points."""
        points = count(len(self.series.points), "snapshot")
        return (
            f"A chart over time needs {self.series.fewest_points} snapshots. "
            f"The archive has {points} of {self.name} so far."
        )


def share_history(name: str, series: Series[PointT], page: str) -> ShareHistory[PointT]:
    """Return the history that a page shows; its file is in the page's folder."""
    return ShareHistory(name, series, addresses.beside(page, addresses.HISTORY_CSV))


def shares_in_words(shares: Shares) -> str:
    """Write both shares of everything."""
    return (
        f"{percent(shares.requests)} of classified requests on OpenRouter "
        f"and {percent(shares.tokens)} of all tokens"
    )


def card_figures(shares: Shares) -> tuple[tuple[str, str], ...]:
    """Return both shares of everything as a card shows them: the number and what it is of."""
    return (
        (percent(shares.requests), "of classified requests on OpenRouter"),
        (percent(shares.tokens), "of all tokens"),
    )


def with_siblings(
    things: Sequence[Thing], link: Callable[[Thing], Link]
) -> Iterator[tuple[Thing, Siblings]]:
    """Yield each thing with the links to those before and after it."""
    links = [None, *map(link, things), None]
    for thing, previous, following in zip(things, links, links[2:], strict=False):
        yield thing, Siblings(previous, following)
