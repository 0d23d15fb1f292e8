"""The titles of the pages of categories, tasks, authors and models: no two pages share one.

OpenRouter may give two things the same name, or names that differ only in what cannot be shown, and
a task that has moved has a page in each of its categories.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from site_lib.site import addresses
from site_lib.snapshots.names import shown_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from site_lib.analysis.history import History
    from site_lib.site.addresses import Addresses

NO_AUTHOR = "(no author)"
"""How the author of a model is called whose id names none."""
IS_USED, WAS_USED = ": what it is used for", ": what it was used for"
"""What follows the name of a model that some task lists now, and of one that none does."""


def page_titles(
    site_title: str, history: History, links: Addresses, listed_models: Collection[str]
) -> Mapping[str, str]:
    """Return the title of each page about something of OpenRouter's, by its path.

    `listed_models` are the ids of the models that some task lists now.
    """
    titles = {
        **dict(_categories(history, links)),
        **dict(_tasks(history, links)),
        **{
            path: (f"Models of {shown_author(author)}", "")
            for author, path in links.authors.items()
        },
        **{
            path: (shown_name(model), IS_USED if model in listed_models else WAS_USED)
            for model, path in links.models.items()
        },
    }
    return {path: f"{title} · {site_title}" for path, title in unique(titles).items()}


def unique(titles: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    """Join each title's name and what follows it; put the page's folder between where needed.

    A name may look like another one with its folder. So this goes on until no two are alike; it
    ends, as two titles with a folder never are.
    """
    names = {path: name for path, (name, _) in titles.items()}
    while True:
        joined = {path: f"{names[path]}{end}" for path, (_, end) in titles.items()}
        counts = Counter(joined.values())
        if len(counts) == len(joined):
            return joined
        for path, title in joined.items():
            if counts[title] > 1:
                names[path] += f" ({addresses.anchor(path)})"


def shown_author(author: str) -> str:
    """Return an author's name as it is shown."""
    return shown_name(author) if author else NO_AUTHOR


def _categories(history: History, links: Addresses) -> Iterator[tuple[str, tuple[str, str]]]:
    for key, path in links.categories.items():
        if key in history.newest_day.categories:
            name = f"{history.newest_day.categories[key].name} tasks"
        else:
            name = history.day_of(history.last_with_category(key)).categories[key].name
        yield path, (f"{name} ({shown_name(key)})", "")


def _tasks(history: History, links: Addresses) -> Iterator[tuple[str, tuple[str, str]]]:
    newest = history.newest_day
    for (key, tag), path in links.in_category.items():
        is_there = newest.has_tag(key, tag)
        last = newest if is_there else history.day_of(history.last_with_tag(key, tag))
        yield path, (f"{last.tags[tag].name} ({shown_name(tag)})", "")
