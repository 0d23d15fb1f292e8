"""How pages help to read their tables: short captions, one explanation, what is missing."""

from __future__ import annotations

from tests.site_reader import WITHOUT_FIGURES, Site, is_author, is_task, words

LONGEST = 100


def authors_before(site: Site) -> set[str]:
    """Return the pages of authors none of whose models is listed now."""
    text = "No task lists a model of"
    return {path for path in site.pages if is_author(path) and text in site.text(path)}


def test_captions_are_one_short_line(site: Site, full_site: Site) -> None:
    seen = 0
    for built in (site, full_site):
        for path, page in built.pages.items():
            for caption in page.iter("caption"):
                assert len(words(caption)) <= LONGEST, (path, words(caption))
                assert words(caption)
                seen += 1
    assert seen > 150


def test_every_page_with_ranks_and_shares_explains_them_just_once(
    site: Site, full_site: Site
) -> None:
    for built in (site, full_site):
        for path in built.pages:
            number = len(built.details(path, "How to read this"))
            without = WITHOUT_FIGURES | built.retired_models | authors_before(built)
            assert number == (0 if path in without else 1), path


def test_the_explanation_is_about_what_the_page_has(site: Site, full_site: Site) -> None:
    tasks = list(filter(is_task, site.pages))
    for built in (site, full_site):
        for path in ["index.html", "code/index.html", *tasks]:
            (how,) = built.details(path, "How to read this")
            said = words(how)
            assert "Equal shares share a rank, written with “=”" in said
            assert ("±0 means no measurable change." in said) == (built is full_site)
            has_tokens_per_request = path not in tasks
            is_judged = built is full_site and path not in tasks
            assert ("Which changes stand out cannot be told yet." in said) == is_judged
            unknown = built is full_site and path in tasks
            assert ("Whether a model’s change stands out is not computed." in said) == unknown
            assert ("Tokens per request compare with" in said) == has_tokens_per_request
            assert ("its minimum counts the tasks that list it" in said) == has_tokens_per_request
            assert ("“Not listed” is the rest" in said) == (path in tasks)
            about = [link.attrib["href"] for link in how.iter("a")]
            assert about == [f"{'../' * path.count('/')}about/index.html"]


def test_no_page_speaks_of_what_is_gone(full_site: Site) -> None:
    for path in full_site.pages:
        text = full_site.text(path)
        for gone in (" pp", "noise floor", "leading models of", "restated", "The source keeps"):
            assert gone not in text, (path, gone)
        assert full_site.pages[path].find(".//data") is None
