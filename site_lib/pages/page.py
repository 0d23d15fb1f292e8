"""What pages exist, each a frozen value with all that its template says."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, ClassVar

from site_lib.analysis.rankings import Shares
from site_lib.pages.figures import Figure
from site_lib.site.formats import listing, percent

if TYPE_CHECKING:
    from datetime import date

    from site_lib.analysis.news import News, Past
    from site_lib.analysis.rankings import Category, Leaders, Rankings, Tag
    from site_lib.analysis.series import Series
    from site_lib.charts.card import Card
    from site_lib.charts.timeline import RankHistory
    from site_lib.exports.dataset import Dataset
    from site_lib.exports.feed import Feed
    from site_lib.pages.archive import Catalogue
    from site_lib.site.context import Link


@dataclass(frozen=True)
class Siblings:
    """The pages before and after one, by requests, among those of its kind."""

    previous: Link | None
    next: Link | None


@dataclass(frozen=True, kw_only=True)
class Page:
    """What all kinds of pages have."""

    template: ClassVar[str]
    path: str
    title: str
    description: str
    citation: str | None = None
    """What to cite, where the page is not about the newest figures."""
    card: Card | None = None
    """The picture for networks that show one."""
    feed: Feed | None = None
    """The feed about what the page is about."""
    dataset: Dataset | None = None
    """What search engines are told about the page's data."""
    attachments: tuple[tuple[str, bytes], ...] = ()
    """Further files that belong to the page, as (path, bytes)."""

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The page's figures, in the order of its fields."""
        values = (getattr(self, each.name) for each in fields(self))
        return tuple(value for value in values if isinstance(value, Figure))


@dataclass(frozen=True)
class ShareHistory:
    """What a page shows of the time before."""

    series: Series
    file: str
    """The path of all points as CSV."""


@dataclass(frozen=True)
class Headline:
    """The shape of the whole in two statements."""

    largest: Tag
    heavy: tuple[Category, ...]
    """Categories with a larger share of the tokens than of the requests, unless all have it."""

    @property
    def heavy_shares(self) -> Shares:
        """What the heavy categories have together."""
        shares = [category.shares for category in self.heavy]
        return Shares(sum(each.requests for each in shares), sum(each.tokens for each in shares))

    @property
    def sentence(self) -> str:
        """The statement that a visitor reads first."""
        if not self.heavy:
            return f"{self.largest.name} is {both(self.largest.shares)}"
        labels = listing([category.label for category in self.heavy])
        verb = "is" if len(self.heavy) == 1 else "are"
        return f"{labels} {verb} {both(self.heavy_shares)}"


@dataclass(frozen=True, kw_only=True)
class HomePage(Page):
    """The whole picture."""

    template = "home.html"
    headline: Headline
    categories: tuple[Category, ...]
    tags: tuple[Tag, ...]
    leaders: Leaders
    shape: Figure | None
    by_category: Figure
    areas: Figure | None
    leading: Figure | None
    digest: News


@dataclass(frozen=True, kw_only=True)
class CategoryPage(Page):
    """One macro-category."""

    template = "category.html"
    category: Category
    categories: int
    by_task: Figure | None
    leading: Figure | None
    digest: News
    """The part about its tasks."""
    times: ShareHistory
    trend: Figure | None
    siblings: Siblings


@dataclass(frozen=True, kw_only=True)
class TagPage(Page):
    """One tag."""

    template = "tag.html"
    tag: Tag
    category: Category
    tags: int
    by_model: Figure | None
    standing: Figure
    past: Past
    times: ShareHistory
    trend: Figure | None
    ranks: Figure | None
    leaders_then: tuple[RankHistory, ...]
    """The ranks over time of the models that lead it now."""
    siblings: Siblings


@dataclass(frozen=True, kw_only=True)
class RetiredPage(Page):
    """A category or a tag that the source has no longer, or not in this place."""

    template = "retired.html"
    kind: str
    """`category` or `task`."""
    name: str
    key: str
    moved_to: Link | None
    tasks_elsewhere: tuple[Link, ...]
    """Of a category: the pages of tasks that it had and that are in another one now."""
    last_seen: date
    last_edition: str
    """The path of the last edition that has it, with the place on its page."""
    shares: Shares
    """Those that it had then."""
    times: ShareHistory
    trend: Figure | None


@dataclass(frozen=True, kw_only=True)
class ArchivePage(Page):
    """All editions."""

    template = "archive.html"
    catalogue: Catalogue
    editions: int


@dataclass(frozen=True, kw_only=True)
class AboutPage(Page):
    """How the figures are to be read."""

    template = "about.html"
    rankings: Rankings


@dataclass(frozen=True, kw_only=True)
class NotFoundPage(Page):
    """What stands at every address where nothing is."""

    template = "404.html"


def both(shares: Shares) -> str:
    """Write both shares of everything."""
    return (
        f"{percent(shares.requests)} of classified requests on OpenRouter "
        f"and {percent(shares.tokens)} of their tokens"
    )
