from __future__ import annotations

import json
from typing import Any

import pytest

from site_lib.errors import SnapshotError
from site_lib.snapshots.snapshot import parse, unknown_fields
from tests.answers import NEWEST, Data, raw, snapshot_of


def test_every_recorded_answer_is_read(recorded: bytes) -> None:
    snapshot = parse(recorded, "recorded").data
    assert len(snapshot.classifications) == 29
    assert {category.key for category in snapshot.macro_categories} == {
        "code",
        "data",
        "agent",
        "general",
    }


def test_shares_are_read_to_the_digit(data: Data) -> None:
    snapshot = snapshot_of(data)
    for tag, written in zip(snapshot.classifications, data["classifications"], strict=True):
        assert tag.usage_share == written["usage_share"]
        assert tag.models[-1].tag_token_share == written["models"][-1]["tag_token_share"]


def test_an_answer_with_meta_is_read_as_one_without(data: Data) -> None:
    with_meta = json.dumps({"data": data, "meta": {"as_of": "2026-10-07T00:00:00Z"}}).encode()
    assert parse(with_meta, "test").data == snapshot_of(data)


@pytest.mark.parametrize("share", [0, 1, 0.0, 1.0, 0.0005])
def test_whole_numbers_and_ends_are_shares(data: Data, share: float) -> None:
    data["classifications"][0]["usage_share"] = share
    assert snapshot_of(data).classifications[0].usage_share == share


@pytest.mark.parametrize("share", [True, False, "0.1", None, -0.001, 1.001, [], {}, "NaN"])
def test_what_is_no_share_is_named_by_path_and_value(data: Data, share: Any) -> None:  # noqa: ANN401
    data["classifications"][3]["models"][2]["tag_token_share"] = share
    with pytest.raises(SnapshotError) as caught:
        snapshot_of(data)
    assert next(str(finding) for finding in caught.value.findings).startswith(
        "data.classifications[3].models[2].tag_token_share: "
    )
    assert repr(share) in str(caught.value)


@pytest.mark.parametrize("share", ["NaN", "Infinity", "-Infinity", "1e400"])
def test_numbers_that_are_not_finite_are_refused(data: Data, share: str) -> None:
    text = raw(data).replace(b'"usage_share": 0.301', f'"usage_share": {share}'.encode())
    with pytest.raises(SnapshotError, match=r"data\.classifications\[0\]\.usage_share"):
        parse(text, "test")


@pytest.mark.parametrize(
    "day",
    [
        "06.10.2026",
        "2026-02-30",
        "1795219200",
        "2026-1-1",
        "2026-10-06T00:00:00Z",
        20261006,
        None,
        "",
        "yesterday",
    ],
)
def test_a_date_that_is_none_is_refused(data: Data, day: object) -> None:
    data["as_of"] = day
    with pytest.raises(SnapshotError, match=r"data\.as_of: "):
        snapshot_of(data)


REQUIRED = [
    (),
    ("classifications", 0),
    ("classifications", 28),
    ("classifications", 0, "models", 9),
    ("macro_categories", 3),
]


@pytest.mark.parametrize("place", REQUIRED, ids=str)
def test_a_renamed_field_is_told_with_the_keys_that_are_there(
    data: Data, place: tuple[str | int, ...]
) -> None:
    part: Any = data
    for step in place:
        part = part[step]
    for key in list(part):
        renamed = {"new_" + name if name == key else name: value for name, value in part.items()}
        kept = dict(part)
        part.clear()
        part.update(renamed)
        with pytest.raises(SnapshotError) as caught:
            snapshot_of(data)
        assert f"{key}: missing" in str(caught.value)
        assert f"'new_{key}'" in str(caught.value)
        part.clear()
        part.update(kept)


def test_all_that_is_wrong_is_told_at_once(data: Data) -> None:
    del data["window_days"]
    data["macro_categories"][1]["token_share"] = "a lot"
    data["classifications"][7]["models"] = None
    with pytest.raises(SnapshotError) as caught:
        snapshot_of(data)
    assert {finding.where for finding in caught.value.findings} == {
        "data.window_days",
        "data.macro_categories[1].token_share",
        "data.classifications[7].models",
    }


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (b"", "incomplete JSON: 0 bytes"),
        (b"<!doctype html><title>Sorry</title>", "not JSON.*<!doctype html>"),
        (NEWEST.read_bytes()[:20_000], "incomplete JSON: 20000 bytes"),
        (b"[]", "object"),
        (b"{}", "data: missing; the fields here are none"),
        (b'{"error": {"code": 401}}', "data: missing; the fields here are 'error'"),
        (b'{"data": []}', "data: "),
        (b"\xff\xfe{", "not JSON"),
        (b'{"data": {"as_of": "\xff"}}', "not JSON"),
    ],
)
def test_what_is_no_answer_is_told_by_how_it_begins(answer: bytes, said: str) -> None:
    with pytest.raises(SnapshotError, match=said):
        parse(answer, "test")


def test_a_message_stays_on_one_line_and_short_whatever_the_value(data: Data) -> None:
    data["classifications"][0]["usage_share"] = "x\n\x1b" * 1000
    with pytest.raises(SnapshotError) as caught:
        snapshot_of(data)
    (finding,) = caught.value.findings
    assert len(finding.message) < 150
    assert not {"\n", "\x1b"} & set(finding.message)


def test_an_odd_field_is_spelled_on_one_line(data: Data) -> None:
    data["a\n::error::b\x1b[31m"] = 1
    ((where, _),) = unknown_fields(parse(raw(data), "test"))
    assert where == r"data.'a\n::error::b\x1b[31m'"


def test_unknown_fields_are_kept_and_found_wherever_they_stand(data: Data) -> None:
    data["total"] = 7
    data["classifications"][2]["trend"] = "up"
    data["classifications"][2]["models"][1]["rank"] = 1
    data["macro_categories"][0]["colour"] = None
    answer = json.dumps({"data": data, "meta": {}, "version": 2}).encode()
    assert dict(unknown_fields(parse(answer, "test"))) == {
        "version": 2,
        "data.total": 7,
        "data.classifications[2].trend": "up",
        "data.classifications[2].models[1].rank": 1,
        "data.macro_categories[0].colour": None,
    }


@pytest.mark.parametrize(
    "place",
    [
        ("classifications", 0, "tag"),
        ("classifications", 0, "display_name"),
        ("classifications", 0, "models", 0, "id"),
        ("macro_categories", 0, "key"),
        ("macro_categories", 0, "label"),
    ],
    ids=str,
)
def test_an_empty_name_is_refused(data: Data, place: tuple[str | int, ...]) -> None:
    part: Any = data
    for step in place[:-1]:
        part = part[step]
    part[place[-1]] = ""
    with pytest.raises(SnapshotError, match=rf"{place[-1]}: string should have at least 1"):
        snapshot_of(data)
