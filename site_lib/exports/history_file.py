"""`history.csv`: a share over time, a row for each date of the archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from site_lib.exports.columns import SHARES, in_order
from site_lib.exports.csv_file import csv_file
from site_lib.exports.rows import range_of
from site_lib.site.context import LICENCE_WORDS, citation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from site_lib.analysis.model_history import ModelPoint
    from site_lib.analysis.series import Point, Series
    from site_lib.exports.rows import Row, Value

FRAME = ("as_of", "window_days", "share_of", "source", "licence")
SHARE_COLUMNS = in_order(*FRAME, "category", "task", *SHARES)
MODEL_COLUMNS = in_order(*FRAME, "model", "request_share_min", "request_share_max", "listed_in")


def share_history_csv(series: Series[Point], category: str, task: str | None = None) -> bytes:
    """Write the shares of a category, or of a task in it, on all dates."""

    def rows() -> Iterator[Row]:
        for as_of, shares in series.points:
            yield {
                "as_of": as_of,
                "request_share": shares.requests,
                "token_share": shares.tokens,
                "source": citation(as_of),
            }

    constants = {**_constants(series.window_days), "category": category, "task": task}
    return csv_file(SHARE_COLUMNS, rows(), constants)


def model_history_csv(series: Series[ModelPoint], model: str) -> bytes:
    """Write the range of a model's share on all dates."""

    def rows() -> Iterator[Row]:
        for point in series.points:
            yield {
                "as_of": point.as_of,
                **range_of("request_share", point.requests),
                "listed_in": point.listed_in,
                "source": citation(point.as_of),
            }

    constants = {**_constants(series.window_days), "model": model}
    return csv_file(MODEL_COLUMNS, rows(), constants)


def _constants(window_days: int) -> dict[str, Value]:
    return {"window_days": window_days, "share_of": "everything", "licence": LICENCE_WORDS}
