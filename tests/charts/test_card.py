from __future__ import annotations

import io
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from site_lib.charts.card import HEIGHT, WIDTH, Card
from site_lib.charts.card_layout import CHART_LEFT, MARGIN, Rectangle, TextLine, layout
from site_lib.charts.card_png import card_png
from site_lib.errors import RenderError
from site_lib.site.formats import percent
from site_lib.site.theme import read_palette
from site_lib.snapshots.names import shown_name
from tests.answers import ROOT, site_at

THEME = read_palette((ROOT / "static" / "tokens.css").read_text()).light
CITATION = "Source: OpenRouter (openrouter.ai/rankings), as of 2026-10-06."
TASK = Card(
    kicker="Code",
    headline="Debugging",
    figures=(
        ("2.1%", "of classified requests on OpenRouter"),
        ("6.8%", "of all tokens"),
        ("3.24×", "as many tokens as the average request"),
    ),
    rows=(
        ("deepseek/deepseek-v4.1-flash-20260910", 0.12, 0.15, "code"),
        ("stealth/space-bunny-alpha", 0.05, 0.165, "data"),
        ("google/gemini-2.5-flash-lite", 0.039, 0.016, "agent"),
        ("nvidia/nemotron-3-ultra-550b-a55b-20260604:free", 0.03, 0, "general"),
        ("openai/gpt-6-luna-20260922", 0.0004, 0.001, "other"),
    ),
    css_class="code",
    citation=CITATION,
)
HOME = replace(
    TASK,
    kicker=site_at().title,
    headline="Agent and Code are 25.8% of the requests and 70.7% of the tokens",
    figures=(),
    rows=(("General", 0.557, 0.229, "general"), ("Agent", 0.147, 0.353, "agent")),
    css_class="other",
)
BARE = replace(TASK, rows=())
WORDS = replace(BARE, figures=())
KINDS = {"task": TASK, "home": HOME, "bare": BARE, "words": WORDS}
HOSTILE = [
    "W" * 200,
    "i" * 200,
    "a " * 100,
    "word " * 40,
    "$x^2$ costs $5",
    "\\frac{1}{2}",
    "日本語 👩‍💻 한국어" * 9,
    "e" + "\u0301" * 60,
    "தமிழ் हिन्दी العربية",
    "﷽ " * 20,
    "",
]


def test_the_sites_title_fits_on_a_card_beside_a_chart() -> None:
    texts = [each.text for each in layout(HOME, THEME) if isinstance(each, TextLine)]
    assert site_at().title in texts


def filled(content: Card, name: str) -> Card:
    """Put a name wherever a card has a text but for its citation."""
    return replace(
        content,
        kicker=name,
        headline=name,
        figures=tuple((name, name) for _ in content.figures),
        rows=tuple((name, *row[1:]) for row in content.rows),
    )


def opened(content: Card) -> Image.Image:
    return Image.open(io.BytesIO(card_png(content, THEME)))


def texts(content: Card) -> list[TextLine]:
    found = [each for each in layout(content, THEME) if isinstance(each, TextLine)]
    return [each for each in found if each.text.strip()]


def bars(content: Card) -> list[Rectangle]:
    """Return the chart's bars, those of requests and of tokens in turn."""
    found = [each for each in layout(content, THEME) if isinstance(each, Rectangle)]
    return [each for each in found if each.x == CHART_LEFT and each.y > MARGIN + 30]


def said(content: Card) -> list[str]:
    return [words.text for words in texts(content)]


def extents(content: Card) -> list[tuple[str, tuple[float, float, float, float]]]:
    """Return the places that texts and bars take, each with what it is."""
    places = []
    for words in texts(content):
        left, top, right, bottom = words.style.font.getbbox(words.text, anchor="ls")
        x, y = words.x, words.y
        places.append((words.text, (x + left, y + top, x + right, y + bottom)))
    return places + [
        ("a bar", (bar.x, bar.y, bar.x + bar.width, bar.y + bar.height)) for bar in bars(content)
    ]


def crowded(content: Card) -> list[str]:
    """Return what leaves the margins, and what covers something else."""
    places = extents(content)
    # Some letters reach over their place a little, as a J does to the left and a g downwards.
    frame = (MARGIN - 8, MARGIN - 20, WIDTH - MARGIN + 8, HEIGHT - MARGIN + 20)
    outside = [
        f"{name} is outside"
        for name, (left, top, right, bottom) in places
        if left < frame[0] or top < frame[1] or right > frame[2] or bottom > frame[3]
    ]
    covering = [
        f"{one} covers {other}"
        for (one, box), (other, under) in combinations(places, 2)
        if min(box[2], under[2]) - max(box[0], under[0]) > 1
        and min(box[3], under[3]) - max(box[1], under[1]) > 1
    ]
    return outside + covering


@pytest.mark.parametrize("kind", KINDS)
def test_a_card_is_a_light_picture_of_the_size_that_services_ask_for(kind: str) -> None:
    image = opened(KINDS[kind])
    assert (image.format, image.size) == ("PNG", (1200, 630))
    assert len(card_png(KINDS[kind], THEME)) < 40_000


def test_the_same_card_is_the_same_bytes_without_date_or_program() -> None:
    assert card_png(TASK, THEME) == card_png(replace(TASK), THEME)
    assert card_png(TASK, THEME) != card_png(replace(TASK, css_class="data"), THEME)
    assert set(opened(TASK).info) == {"Title", "Source"}


@pytest.mark.parametrize("headline", ["Debugging", "日本語 – 👩‍💻"])
def test_the_file_names_its_title_and_its_source(headline: str) -> None:
    info = opened(replace(TASK, headline=headline)).info
    assert (info["Title"], info["Source"]) == (headline, CITATION)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("times", [1, 3])
def test_the_citation_is_drawn_in_full(kind: str, times: int) -> None:
    citation = " ".join([CITATION] * times)
    content = replace(filled(KINDS[kind], "W" * 200), citation=citation)
    lowest = sorted(texts(content), key=lambda words: words.y)[-times:]
    assert " ".join(words.text for words in lowest) == citation
    assert not crowded(content)


def test_a_citation_that_has_no_room_is_an_error_that_shows_it() -> None:
    with pytest.raises(RenderError, match=r"'Source: OpenRouter .* takes \d+ lines"):
        card_png(replace(TASK, citation=CITATION * 9), THEME)


def test_a_card_says_what_it_is_given() -> None:
    drawn_texts = said(TASK)
    for text in ("Code", "Debugging", "of all requests", "of all tokens"):
        assert text in drawn_texts
    for value, words in TASK.figures:
        assert value.replace(" ", "\N{NO-BREAK SPACE}") in drawn_texts
        assert words in " ".join(drawn_texts)
    for name, requests, tokens, _ in TASK.rows:
        place = next(at for at, text in enumerate(drawn_texts) if text[:12] == name[:12])
        assert drawn_texts[place + 1 : place + 3] == [percent(requests), percent(tokens)]


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_leaves_the_margins_or_covers_something_else(kind: str) -> None:
    assert len(extents(KINDS[kind])) > 2
    assert not crowded(KINDS[kind])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", HOSTILE, ids=lambda name: name[:8])
def test_odd_names_stay_in_their_places(kind: str, name: str) -> None:
    content = filled(KINDS[kind], name)
    assert not crowded(content)
    assert opened(content).size == (WIDTH, HEIGHT)


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=250).map(shown_name))
def test_any_name_stays_in_its_place(name: str) -> None:
    assert not crowded(filled(TASK, name))
    card_png(filled(BARE, name), THEME)


def test_a_text_is_never_read_as_a_formula() -> None:
    content = filled(TASK, "$x^2$")
    assert said(content).count("$x^2$") == 2 + 2 * 3 + 5


def test_a_name_that_is_too_long_is_cut_with_a_sign() -> None:
    cut = [text for text in said(filled(TASK, "W" * 200)) if text.endswith("W…")]
    assert len(cut) == 2 + 2 * 3 + 5
    whole = "word " * 40
    assert not any("…" in text for text in said(replace(WORDS, headline=whole.strip())))
    assert said(replace(WORDS, headline=f"{whole}more"))[-1].endswith("word…")


def test_a_headline_is_as_large_as_its_place_lets_it_be() -> None:
    def size(content: Card) -> float:
        (text,) = (each for each in texts(content) if each.text.startswith("Debugging"))
        return text.style.size

    assert size(WORDS) > size(TASK) > size(replace(TASK, headline="Debugging, words and words"))


def test_a_headline_is_broken_between_words_into_even_lines_and_never_before_a_percent_sign() -> (
    None
):
    lines = [words.text for words in texts(HOME) if words.style.size > 40]
    whole = " ".join(lines)
    assert whole.replace("\N{NO-BREAK SPACE}", " ") == HOME.headline
    assert not any(line.startswith("%") for line in lines)
    lengths = list(map(len, lines))
    assert min(lengths) > max(lengths) / 2


def test_bars_are_as_long_as_their_shares_on_one_scale() -> None:
    shares = [share for _, *both, _ in TASK.rows for share in both]
    lengths = [bar.width for bar in bars(TASK)]
    scale = max(lengths) / max(shares)
    assert lengths == pytest.approx([share * scale for share in shares])
    assert len({bar.x for bar in bars(TASK)}) == 1
    assert max(lengths) > 300


def test_a_value_stands_at_the_end_of_its_bar() -> None:
    values = {words.text: words for words in texts(TASK)}
    for bar, share in zip(bars(TASK), (s for _, *both, _ in TASK.rows for s in both), strict=True):
        if share > 0.0005:
            value = values[percent(share)]
            assert value.x == pytest.approx(bar.x + bar.width + 10)
            assert bar.y < value.y < bar.y + bar.height


def test_requests_are_solid_and_tokens_light_with_an_outline_of_the_same_hue() -> None:
    for requests, tokens, row in zip(bars(TASK)[::2], bars(TASK)[1::2], TASK.rows, strict=True):
        hue = THEME[row[3]]
        assert requests.colour == tokens.outline == hue
        assert tokens.colour != hue
        assert requests.outline is None


def test_colours_survive_the_small_palette() -> None:
    image = opened(TASK).convert("RGB")
    for place, name in (((5, 5), "code"), ((5, 300), "ground")):
        assert image.getpixel(place) == tuple(bytes.fromhex(THEME[name][1:]))
    for bar, row in zip(bars(TASK)[:6:2], TASK.rows, strict=False):
        middle = (round(bar.x + 9), round(bar.y + bar.height / 2))
        assert image.getpixel(middle) == tuple(bytes.fromhex(THEME[row[3]][1:]))


def test_shares_of_nothing_are_drawn_with_their_words() -> None:
    content = replace(TASK, rows=(("a", 0, 0, "code"),))
    assert [bar.width for bar in bars(content)] == [0, 0]
    assert said(content).count("<0.05%") == 2
    assert not crowded(content)
    card_png(content, THEME)


def test_what_is_more_than_a_card_has_room_for_is_left_out() -> None:
    content = replace(TASK, rows=TASK.rows * 2, figures=TASK.figures * 2)
    assert card_png(content, THEME) == card_png(TASK, THEME)
