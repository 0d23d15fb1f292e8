"""Pages of models that no task lists now."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING

from site_lib.analysis.model_news import last_news
from site_lib.analysis.models import model_use
from site_lib.exports.feed import EditionEntry
from site_lib.exports.model_feed import model_feed
from site_lib.exports.tables import model_history_csv
from site_lib.pages.figures import FigureContext
from site_lib.pages.model import on_openrouter
from site_lib.pages.model_figures import band_figure, uses_figure
from site_lib.pages.page import HISTORY_FILE, Page, StablePage
from site_lib.site import addresses
from site_lib.site.addresses import author_of
from site_lib.site.context import LICENCE_WORDS, TITLE, Link
from site_lib.site.formats import count, share_range
from site_lib.site.model_words import used_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from site_lib.analysis.model_history import ModelHistory
    from site_lib.analysis.models import ModelUse
    from site_lib.pages.figures import Figure
    from site_lib.pages.page import PageContext
    from site_lib.snapshots.archive import Entry


@dataclass(frozen=True, kw_only=True)
class RetiredModelPage(Page):
    """A model that no task lists now."""

    template = "retired_model.html"
    # The page is about the past, and stays as it is: that no update came does not date it.
    scripts = ()
    use: ModelUse
    """What it was used for in the last edition that lists it."""
    author: Link
    related: tuple[Link, ...]
    on_openrouter: str | None
    left: Link
    """The first edition without it."""
    uses: Figure
    history: ModelHistory
    history_file: str
    """The path of all points as CSV."""
    band: Figure | None
    window: str
    """The days that its last figures are about."""

    @property
    def used_for(self) -> str:
        """What it was used for."""
        return used_for(self.use, "was")

    @property
    def last_range(self) -> str:
        """Its last share of all requests."""
        return share_range(self.use.requests)

    @property
    def tasks_caption(self) -> str:
        """The title of the table of tasks that listed it."""
        return f"Tasks that listed it on {self.history.last}"


def retired_model_pages(context: PageContext) -> Iterator[StablePage]:
    """Yield the page of each model that no task lists now; the last to go first.

    A page is made from answers up to the first that does not list the model, and from what else
    its inputs name.
    """
    hashes = list(_hashes(context.history.entries))
    for model in context.model_archive.retired:
        left = context.model_archive.left_with(model)
        until = hashes[bisect_right(context.history.entries, left) - 1]
        yield StablePage(
            path=context.site.links.models[model],
            changed=left.as_of,
            inputs=_inputs(context, model, until),
            make=partial(_page, context, model, left),
        )


def _hashes(entries: Sequence[Entry]) -> Iterator[str]:
    """Yield, for each answer, a hash of it and of all before it."""
    known = ""
    for entry in entries:
        text = f"{known} {entry.as_of.isoformat()} {entry.revision} {entry.sha256}"
        known = sha256(text.encode()).hexdigest()
        yield known


def _inputs(context: PageContext, model: str, until: str) -> list[object]:
    """Return all that a model's page is made from."""
    site, author = context.site, context.author_link(author_of(model))
    then = context.history.day_of(context.model_archive.last(model)).tags
    links = [author, *context.related(model), *site.navigation]
    return [
        model,
        until,
        context.model_title(model),
        site.links.models[model],
        [[each.label, each.path] for each in links],
        [site.links.tags[tag] for tag in then],
        context.history.window_days,
        site.as_of.isoformat() if site.is_sample else "",
    ]


def _page(context: PageContext, model: str, left: Entry) -> RetiredModelPage:
    archive, path = context.model_archive, context.site.links.models[model]
    last, history = archive.last(model), archive.history_of(model)
    use = model_use(context.history.rankings_of(last), model)
    # What is cited is the last edition that has it, not the newest.
    edition = addresses.edition_of(last)
    then = replace(context.site, as_of=last.as_of, edition=edition)
    window = f"{count(context.history.window_days, 'day')} to {last.as_of}"
    figures = FigureContext(then, path)
    file, credit = addresses.beside(path, HISTORY_FILE), f"{then.citation} {LICENCE_WORDS}"
    news = last_news(context.history.until(left), model)
    return RetiredModelPage(
        path=path,
        title=f"{context.model_title(model)}: what it was used for · {TITLE}",
        description=f"OpenRouter’s lists had {use.name} until {last.as_of}. {used_for(use, 'was')}",
        citation=then.citation,
        dated=edition,
        feed=model_feed(then, path, model, [EditionEntry(left)], [news]),
        use=use,
        author=context.author_link(author_of(model)),
        related=context.related(model),
        on_openrouter=on_openrouter(model),
        attachments=((file, model_history_csv(history.series, credit)),),
        left=Link(EditionEntry(left).name, addresses.edition_of(left)),
        uses=uses_figure(figures, use),
        history=history,
        history_file=file,
        band=band_figure(figures, history),
        window=window,
    )
