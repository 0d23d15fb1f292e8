from __future__ import annotations

import json
from typing import Any

import pytest

from site_lib.errors import SnapshotError
from site_lib.snapshots import snapshot
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


NAMES: list[tuple[str | int, ...]] = [
    ("classifications", 0, "tag"),
    ("classifications", 0, "display_name"),
    ("classifications", 0, "macro_category"),
    ("classifications", 0, "models", 0, "id"),
    ("macro_categories", 0, "key"),
    ("macro_categories", 0, "label"),
]


def named(data: Data, place: tuple[str | int, ...], name: str) -> Data:
    """Return the data with another name at a place."""
    part: Any = data
    for step in place[:-1]:
        part = part[step]
    part[place[-1]] = name
    return data


@pytest.mark.parametrize("place", NAMES, ids=str)
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", "string should have at least 1 character, not ''"),
        (" ", "has no visible character: ' '"),
        ("\t\u00a0\u2003\n", r"has no visible character: '\t\xa0\u2003\n'"),
        ("\u200b\u202e\ufeff", r"has no visible character: '\u200b\u202e\ufeff'"),
        ("n" * 201, "string should have at most 200 characters, not 'nnn"),
    ],
)
def test_a_name_that_is_empty_blank_or_endless_is_refused_with_its_path(
    data: Data, place: tuple[str | int, ...], name: str, said: str
) -> None:
    with pytest.raises(SnapshotError) as caught:
        snapshot_of(named(data, place, name))
    (finding,) = caught.value.findings
    where = f"data.{place[0]}[0].{place[-1]}"
    assert finding.where == where.replace("[0].id", "[0].models[0].id")
    assert finding.message.startswith(said)


@pytest.mark.parametrize("place", NAMES, ids=str)
@pytest.mark.parametrize("name", [" a ", "日", "\u200b👩‍💻", "n" * 200, "é" * 200, "−", "\x00="])
def test_a_name_with_anything_to_be_seen_is_read(
    data: Data, place: tuple[str | int, ...], name: str
) -> None:
    assert snapshot_of(named(data, place, name))


REPEATED = [
    (b'"usage_share": 0.301', b'"usage_share": 0.3, "usage_share": 0.301', "usage_share"),
    (b'"usage_share": 0.301', b'"usage\\u005fshare": 0.3, "usage_share": 0.301', "usage_share"),
    (b'"usage_share": 0.301', b'"usage_share": "x", "usage_share": 0.301', "usage_share"),
    (b'"usage_share": 0.301', b'"a": 1, "usage_share": 0.301, "a": 1', "a"),
    (b'"usage_share": 0.301', b'"x": [0, {"a": 1, "a": 2}], "usage_share": 0.301', "x[1].a"),
    (b'"usage_share": 0.301', b'"\\n": 1, "usage_share": 0.301, "\\n": 1', r"'\n'"),
]


@pytest.mark.parametrize(("text", "more", "where"), REPEATED)
def test_a_key_that_is_there_twice_is_named_with_its_path(
    data: Data, text: bytes, more: bytes, where: str
) -> None:
    with pytest.raises(SnapshotError) as caught:
        parse(raw(data).replace(text, more), "test")
    (finding,) = caught.value.findings
    assert str(finding) == f"data.classifications[0].{where}: the key is there twice"


def test_keys_that_are_there_more_than_once_are_found_wherever_they_stand(data: Data) -> None:
    text = raw(data)[1:-1]  # without the outermost braces
    id_ = f'"id": "{data["classifications"][28]["models"][9]["id"]}"'.encode()
    before, _, after = text.rpartition(id_)
    twice = b'{"meta": {"a": 1, "a": 2}, "meta": 1, "meta": {"b": {}, "b": 2}, "data": 1, '
    with pytest.raises(SnapshotError) as caught:
        parse(twice + before + id_ + b", " + id_ + after + b"}", "test")
    assert [str(finding) for finding in caught.value.findings] == [
        "meta: the key is there 3 times",
        "data: the key is there twice",
        "meta.b: the key is there twice",
        "data.classifications[28].models[9].id: the key is there twice",
    ]


def test_the_same_key_in_two_objects_and_quotes_in_names_are_no_repetition(data: Data) -> None:
    data["a"], data["b"] = {"key": {"key": 1}}, [{"key": 1}, {"key": 1}]
    name = 'A "key" and a \\"key\\"'
    assert snapshot_of(named(data, NAMES[1], name)).classifications[0].display_name == name


def test_objects_are_looked_at_one_by_one_only_where_there_are_more_strings_than_documented(
    monkeypatch: pytest.MonkeyPatch, recorded: bytes
) -> None:
    monkeypatch.setattr(snapshot, "repeated_keys", lambda _: pytest.fail("looked at each object"))
    parse(recorded, "test")
    with pytest.raises(pytest.fail.Exception):
        parse(recorded.replace(b'"data"', b'"a":1,"data"', 1), "test")


def test_a_message_names_a_dozen_findings_and_counts_the_others(data: Data) -> None:
    for tag in data["classifications"]:
        del tag["display_name"]
    with pytest.raises(SnapshotError) as caught:
        snapshot_of(data)
    first, *lines, last = str(caught.value).splitlines()
    assert first == "test failed 29 checks; nothing was changed."
    assert len(lines) == 12
    assert last == "  … and 17 more"
    assert len(caught.value.findings) == 29
