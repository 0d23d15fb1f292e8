"""What pages exist, each a frozen value with all that its template says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, TypeVar

from site_lib import addresses
from site_lib.charts import Row, intervals_chart, shares_chart
from site_lib.formats import count, listing, percent, percent_down, percent_up
from site_lib.rankings import Shares

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from site_lib.addresses import Addresses
    from site_lib.charts import Chart
    from site_lib.rankings import Category, Leaders, Rankings, Tag

Thing = TypeVar("Thing")

TITLE = "What AI models are used for"
HUES = frozenset({"code", "data", "agent", "general"})
"""Macro-categories that have a colour of their own; others share one."""


@dataclass(frozen=True)
class Link:
    """A page by its label and its path from the site's root."""

    label: str
    path: str


@dataclass(frozen=True)
class Siblings:
    """The pages before and after one, by requests, among those of its kind."""

    previous: Link | None
    next: Link | None


@dataclass(frozen=True)
class Site:
    """What every page says: the snapshot's date and window, the citation, the navigation."""

    title: str
    base_url: str | None
    as_of: date
    window_days: int
    navigation: tuple[Link, ...]
    links: Addresses
    is_sample: bool
    """Whether it was built to be looked at, not to be published."""

    @property
    def citation(self) -> str:
        """The sentence that the source asks for, word for word."""
        return f"Source: OpenRouter (openrouter.ai/rankings), as of {self.as_of.isoformat()}."

    @property
    def window(self) -> str:
        """The days that the figures are about."""
        return f"{count(self.window_days, 'day')} to {self.as_of.isoformat()}"


@dataclass(frozen=True)
class Page:
    """What all kinds of pages have."""

    template: ClassVar[str]
    path: str
    title: str
    description: str


@dataclass(frozen=True)
class Headline:
    """The shape of the whole in two statements."""

    largest: Tag
    heavy: tuple[Category, ...]
    """Categories with a larger share of the tokens than of the requests."""

    @property
    def heavy_shares(self) -> Shares:
        """What the heavy categories have together."""
        shares = [category.shares for category in self.heavy]
        return Shares(sum(each.requests for each in shares), sum(each.tokens for each in shares))

    @property
    def heavy_labels(self) -> str:
        """The heavy categories as a sentence names them."""
        return listing([category.label for category in self.heavy])


@dataclass(frozen=True)
class HomePage(Page):
    """The whole picture."""

    template = "home.html"
    headline: Headline
    categories: tuple[Category, ...]
    tags: tuple[Tag, ...]
    leaders: Leaders
    categories_chart: Chart
    leaders_chart: Chart | None


@dataclass(frozen=True)
class CategoryPage(Page):
    """One macro-category."""

    template = "category.html"
    category: Category
    categories: int
    tags_chart: Chart | None
    leaders_chart: Chart | None
    siblings: Siblings


@dataclass(frozen=True)
class TagPage(Page):
    """One tag."""

    template = "tag.html"
    tag: Tag
    category: Category
    tags: int
    models_chart: Chart | None
    siblings: Siblings


@dataclass(frozen=True)
class AboutPage(Page):
    """How the figures are to be read."""

    template = "about.html"
    rankings: Rankings


@dataclass(frozen=True)
class NotFoundPage(Page):
    """What stands at every address where nothing is."""

    template = "404.html"


def plan(
    rankings: Rankings, base_url: str | None, *, is_sample: bool
) -> tuple[Site, Iterator[Page]]:
    """Lay out a snapshot as a site; its pages are made, and their charts drawn, one by one."""
    links = addresses.assign(rankings)
    navigation = [Link(each.label, links.categories[each.key]) for each in rankings.categories]
    site = Site(
        title=TITLE,
        base_url=base_url,
        as_of=rankings.as_of,
        window_days=rankings.window_days,
        navigation=(*navigation, Link("About", addresses.ABOUT)),
        links=links,
        is_sample=is_sample,
    )
    return site, _pages(site, rankings)


def number_of_pages(rankings: Rankings) -> int:
    """Return how many pages `plan` makes of a snapshot."""
    return 3 + len(rankings.categories) + len(rankings.tags)


def _pages(site: Site, rankings: Rankings) -> Iterator[Page]:
    yield _home(site, rankings)
    for category, siblings in _with_siblings(rankings.categories, _to_category(site)):
        yield _category(site, category, siblings, len(rankings.categories))
        for tag, neighbours in _with_siblings(category.tags, _to_tag(site)):
            yield _tag(site, tag, category, neighbours, len(rankings.tags))
    yield AboutPage(
        path=addresses.ABOUT,
        title=f"About the figures · {TITLE}",
        description="What the figures mean, how they are computed, what they do not show, "
        "and how to cite them.",
        rankings=rankings,
    )
    yield NotFoundPage(addresses.NOT_FOUND, f"Page not found · {TITLE}", "Nothing stands here.")


def _home(site: Site, rankings: Rankings) -> HomePage:
    rows = tuple(
        Row(each.label, each.shares, _href(_to_category(site)(each), addresses.HOME), hue(each.key))
        for each in rankings.categories
    )
    heavy = [each for each in rankings.categories if each.shares.tokens > each.shares.requests]
    return HomePage(
        path=addresses.HOME,
        title=f"{TITLE}: {count(len(rankings.tags), 'task')} by share of requests and tokens",
        description=f"Which tasks OpenRouter's traffic is made of and which models do them, "
        f"in the {site.window}.",
        headline=Headline(rankings.tags[0], tuple(heavy)),
        categories=rankings.categories,
        tags=rankings.tags,
        leaders=rankings.leaders,
        categories_chart=shares_chart(
            "categories", "Categories by requests and by tokens", _in_words(rows), rows
        ),
        leaders_chart=_leaders_chart(rankings.leaders, "all classified requests", None),
    )


def _category(site: Site, category: Category, siblings: Siblings, categories: int) -> CategoryPage:
    link, look = _to_category(site)(category), hue(category.key)
    rows = tuple(
        Row(tag.name, tag.category_shares, _href(_to_tag(site)(tag), link.path))
        for tag in category.tags
    )
    chart_title = f"Tasks by share of the requests and of the tokens in {category.label}"
    whole = f"the requests in {category.label}"
    return CategoryPage(
        path=link.path,
        title=f"{category.label}, a category of tasks ({category.shown_key}) · {TITLE}",
        description=f"{category.label}: {_both(category.shares)} on OpenRouter "
        f"in the {site.window}; its tasks and the models that lead it.",
        category=category,
        categories=categories,
        tags_chart=shares_chart("tasks", chart_title, _in_words(rows), rows, look)
        if rows
        else None,
        leaders_chart=_leaders_chart(category.leaders, whole, look),
        siblings=siblings,
    )


def _tag(site: Site, tag: Tag, category: Category, siblings: Siblings, tags: int) -> TagPage:
    return TagPage(
        path=_to_tag(site)(tag).path,
        title=f"{tag.name} ({tag.shown_tag}) · {TITLE}",
        description=f"{tag.name}: {_both(tag.shares)} on OpenRouter in the {site.window}; "
        "which models do it.",
        tag=tag,
        category=category,
        tags=tags,
        models_chart=_models_chart(tag),
        siblings=siblings,
    )


def _models_chart(tag: Tag) -> Chart | None:
    if not tag.models:
        return None
    listed = tuple(Row(model.name, model.shares) for model in tag.models)
    remainder = Row("Not listed", tag.unlisted, is_remainder=True)
    title = f"Models by their share of {tag.name}: requests and tokens"
    words = f"{_in_words(listed)} Not listed: {_shares_in_words(tag.unlisted)}."
    return shares_chart("models", title, words, (*listed, remainder), hue(tag.category_key))


def _leaders_chart(leaders: Leaders, whole: str, look: str | None) -> Chart | None:
    if not leaders.top:
        return None
    listed = "; ".join(
        f"{each.name} {percent_down(each.requests.low)} to {percent_up(each.requests.high)}"
        for each in leaders.top
    )
    words = f"From the least to the most that each can have of {whole}: {listed}."
    return intervals_chart(
        "leaders", f"Leading models by share of {whole}", words, leaders.top, look
    )


def hue(category_key: str) -> str:
    """Return the class that colours a category."""
    return category_key if category_key in HUES else "other"


def _in_words(rows: Sequence[Row]) -> str:
    return "; ".join(f"{row.label}: {_shares_in_words(row.shares)}" for row in rows) + "."


def _shares_in_words(shares: Shares) -> str:
    return f"{percent(shares.requests)} of requests, {percent(shares.tokens)} of tokens"


def _both(shares: Shares) -> str:
    return f"{percent(shares.requests)} of classified requests, {percent(shares.tokens)} of tokens"


def _href(link: Link, page: str) -> str:
    return addresses.relative(link.path, page)


def _to_category(site: Site) -> Callable[[Category], Link]:
    return lambda category: Link(category.label, site.links.categories[category.key])


def _to_tag(site: Site) -> Callable[[Tag], Link]:
    return lambda tag: Link(tag.name, site.links.tags[tag.tag])


def _with_siblings(
    things: Sequence[Thing], link: Callable[[Thing], Link]
) -> Iterator[tuple[Thing, Siblings]]:
    links = [None, *map(link, things), None]
    for thing, previous, following in zip(things, links, links[2:], strict=False):
        yield thing, Siblings(previous, following)
