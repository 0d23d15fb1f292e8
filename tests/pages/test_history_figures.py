"""Charts and files of shares and ranks over time."""

from __future__ import annotations

from site_lib.pages.task import MODELS_OVER_TIME
from tests.answers import RECORDED, newest_data, recorded_data
from tests.data_files import from_duckdb, from_pandas
from tests.site_reader import Site, percent, tag_page, words


def place(share: float, shares: list[float]) -> int:
    return 1 + sum(other > share for other in shares)


def test_each_trend_draws_the_shares_of_the_answers_and_breaks_at_the_gap(full_site: Site) -> None:
    for tag in newest_data()["classifications"]:
        page = full_site.pages[tag_page(tag)]
        chart = page.find(".//figure[@id='trend']/svg")
        assert chart is not None
        rows = full_site.rows(tag_page(tag), f"{tag['display_name']}, the 7 days to each date")
        printed: list[tuple[float, float]] = []
        for row, file in zip(rows, reversed(RECORDED), strict=True):
            old = recorded_data(file.stem)["classifications"]
            then = next(each for each in old if each["tag"] == tag["tag"])
            assert words(row[0]) == file.stem
            assert words(row[1]) == percent(then["usage_share"])
            assert words(row[2]) == percent(then["token_share"])
            printed.append((then["usage_share"], then["token_share"]))
        first = [circle for circle in chart.iter("circle") if circle.get("class") == "first"][:-1]
        heights = [float(circle.attrib["cy"]) for circle in first[:5]]
        shares = [requests for requests, _ in printed]
        bottom, top = 156.0, 26.0
        largest = 1.08 * max(max(pair) for pair in printed)
        drawn = sorted((bottom - y) * largest / (bottom - top) for y in heights if y > top - 9)
        assert len(chart.findall("rect[@class='gap']")) == 1
        for share in shares:
            assert min(abs(share - each) for each in drawn) < 0.06 * largest / 10 + 0.0005
        lines = [path for path in chart.iter("path") if path.get("class") == "trace first"]
        assert len(lines) == 2  # the legend's, and the four of August and September


def test_each_chart_of_ranks_says_those_of_the_answers(full_site: Site) -> None:
    for tag in newest_data()["classifications"]:
        rows = full_site.rows(tag_page(tag), "Ranks by requests; – means not listed")
        leading = sorted(
            tag["models"], key=lambda m: (-m["tag_usage_share"], -m["tag_token_share"], m["id"])
        )[:MODELS_OVER_TIME]
        for row, file in zip(rows, reversed(RECORDED), strict=True):
            old = recorded_data(file.stem)["classifications"]
            models = next(each for each in old if each["tag"] == tag["tag"])["models"]
            shares = {model["id"]: model["tag_usage_share"] for model in models}
            expected = []
            for model in leading:
                share = shares.get(model["id"])
                tie = "=" if list(shares.values()).count(share or -1) > 1 else ""
                expected.append(
                    "–" if share is None else f"{place(share, [*shares.values()])}{tie}"
                )
            assert [words(cell) for cell in row[1:]] == expected


def test_the_series_is_a_file_of_its_own(full_site: Site) -> None:
    file = full_site.folder / "general" / "translation" / "history.csv"
    rows = from_pandas(file)
    assert rows == from_duckdb(file)
    assert [row["as_of"] for row in rows] == [file.stem for file in RECORDED]
    assert rows[-1] == {
        "as_of": "2026-10-06",
        "window_days": 7,
        "category": "general",
        "task": "translation",
        "share_of": "everything",
        "request_share": 0.028,
        "token_share": 0.003,
        "source": "Source: OpenRouter (openrouter.ai/rankings), as of 2026-10-06.",
        "licence": "Licensed under CC BY 4.0.",
    }
