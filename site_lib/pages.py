"""What pages exist, each a frozen value with all that its template says."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, ClassVar, TypeVar

from site_lib import addresses, cards, figures
from site_lib.cards import Card
from site_lib.figures import Figure, Place
from site_lib.formats import count, listing, percent
from site_lib.rankings import Shares, remainder
from site_lib.site import TITLE, Link, Site, hue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from site_lib.rankings import Category, Leaders, Rankings, Tag

Thing = TypeVar("Thing")


@dataclass(frozen=True)
class Siblings:
    """The pages before and after one, by requests, among those of its kind."""

    previous: Link | None
    next: Link | None


@dataclass(frozen=True)
class Page:
    """What all kinds of pages have."""

    template: ClassVar[str]
    path: str
    title: str
    description: str
    card: Card | None
    """The picture for networks that show one."""

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The page's figures, in the order of its fields."""
        values = (getattr(self, each.name) for each in fields(self))
        return tuple(value for value in values if isinstance(value, Figure))


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
            return f"{self.largest.name} is {_both(self.largest.shares)}"
        labels = listing([category.label for category in self.heavy])
        verb = "is" if len(self.heavy) == 1 else "are"
        return f"{labels} {verb} {_both(self.heavy_shares)}"


@dataclass(frozen=True)
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


@dataclass(frozen=True)
class CategoryPage(Page):
    """One macro-category."""

    template = "category.html"
    category: Category
    categories: int
    by_task: Figure | None
    leading: Figure | None
    siblings: Siblings


@dataclass(frozen=True)
class TagPage(Page):
    """One tag."""

    template = "tag.html"
    tag: Tag
    category: Category
    tags: int
    by_model: Figure | None
    standing: Figure
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
    rankings: Rankings, base_url: str | None, *, is_sample: bool, has_cards: bool = True
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
        has_cards=has_cards,
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
            yield _tag(site, tag, category, neighbours, rankings.tags)
    yield AboutPage(
        path=addresses.ABOUT,
        title=f"About the figures · {TITLE}",
        description="What the figures mean, how they are computed, what they do not show, "
        "and how to cite them.",
        card=Card(TITLE, "How to read these figures", site.citation),
        rankings=rankings,
    )
    yield NotFoundPage(
        addresses.NOT_FOUND, f"Page not found · {TITLE}", "Nothing stands here.", card=None
    )


def _home(site: Site, rankings: Rankings) -> HomePage:
    place = Place(site, addresses.HOME)
    shape = figures.shape(place, rankings)
    return HomePage(
        path=addresses.HOME,
        title=f"{TITLE}: {count(len(rankings.tags), 'task')} by share of requests and tokens",
        description=f"Which tasks OpenRouter's traffic is made of and which models do them, "
        f"in the {site.window}.",
        card=_home_card(site, rankings),
        headline=_headline(rankings),
        categories=rankings.categories,
        tags=rankings.tags,
        leaders=rankings.leaders,
        shape=shape,
        by_category=figures.categories(place, rankings, is_main=shape is None),
        areas=figures.areas(place, rankings),
        leading=figures.leading(place, rankings.leaders, "all classified requests", None),
    )


def _headline(rankings: Rankings) -> Headline:
    heavy = [each for each in rankings.categories if each.shares.tokens > each.shares.requests]
    has_contrast = len(heavy) < len(rankings.categories)
    return Headline(rankings.tags[0], tuple(heavy) if has_contrast else ())


def _category(site: Site, category: Category, siblings: Siblings, categories: int) -> CategoryPage:
    link, look = _to_category(site)(category), hue(category.key)
    place = Place(site, link.path)
    return CategoryPage(
        path=link.path,
        title=f"{category.label}, a category of tasks ({category.shown_key}) · {TITLE}",
        description=f"{category.label}: {_both(category.shares)} in the {site.window}; "
        "its tasks and the models that lead it.",
        card=_category_card(site, category),
        category=category,
        categories=categories,
        by_task=figures.tasks_of(place, category),
        leading=figures.leading(place, category.leaders, f"the requests in {category.label}", look),
        siblings=siblings,
    )


def _tag(
    site: Site, tag: Tag, category: Category, siblings: Siblings, tags: Sequence[Tag]
) -> TagPage:
    place = Place(site, _to_tag(site)(tag).path)
    return TagPage(
        path=place.page,
        title=f"{tag.name} ({tag.shown_tag}) · {TITLE}",
        description=f"{tag.name}: {_both(tag.shares)} in the {site.window}; which models do it.",
        card=_tag_card(site, tag),
        tag=tag,
        category=category,
        tags=len(tags),
        by_model=figures.models_of(place, tag),
        standing=figures.standing(place, tag, tags),
        siblings=siblings,
    )


def _home_card(site: Site, rankings: Rankings) -> Card:
    rows = [_card_row(each.label, each.shares, each.key) for each in rankings.categories]
    return Card(TITLE, _headline(rankings).sentence, site.citation, rows=tuple(rows))


def _category_card(site: Site, category: Category) -> Card:
    return Card(
        TITLE,
        category.label,
        site.citation,
        figures=_card_figures(category.shares),
        rows=tuple(_card_row(tag.name, tag.shares, category.key) for tag in category.tags),
        look=hue(category.key),
    )


def _tag_card(site: Site, tag: Tag) -> Card:
    shown = tag.models[: cards.ROWS - 1]
    rows = [_card_row(model.name, model.shares, tag.category_key) for model in shown]
    if shown:
        rest = Shares(
            remainder(model.shares.requests for model in shown),
            remainder(model.shares.tokens for model in shown),
        )
        rows.append(_card_row("All other models", rest, "other"))
    return Card(
        TITLE,
        tag.name,
        site.citation,
        figures=_card_figures(tag.shares),
        rows=tuple(rows),
        whole="its",
        look=hue(tag.category_key),
    )


def _card_row(name: str, shares: Shares, category_key: str) -> tuple[str, float, float, str]:
    return name, shares.requests, shares.tokens, hue(category_key)


def _card_figures(shares: Shares) -> tuple[tuple[str, str], ...]:
    return (
        (percent(shares.requests), "of classified requests on OpenRouter"),
        (percent(shares.tokens), "of their tokens"),
    )


def _both(shares: Shares) -> str:
    return (
        f"{percent(shares.requests)} of classified requests on OpenRouter "
        f"and {percent(shares.tokens)} of their tokens"
    )


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
