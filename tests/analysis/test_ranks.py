"""Competition ranks."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from site_lib.analysis.ranks import competition_ranks

THOUSANDTHS = st.integers(0, 1000).map(lambda number: number / 1000)


def test_equal_shares_share_a_rank_and_the_next_one_is_skipped() -> None:
    ranks = competition_ranks([0.3, 0.02, 0.1, 0.1, 0.0204])
    assert [str(rank) for rank in ranks] == ["1", "4=", "2=", "2=", "4="]


@given(st.lists(THOUSANDTHS, min_size=1, max_size=40))
def test_a_rank_is_one_plus_the_number_of_larger_shares(shares: list[float]) -> None:
    for share, rank in zip(shares, competition_ranks(shares), strict=True):
        assert rank.position == 1 + len([other for other in shares if other > share])
        assert rank.tied == (shares.count(share) > 1)
