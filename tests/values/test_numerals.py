"""The reader of numerals: examples by form, then laws on generated numbers."""

from decimal import Decimal

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import Qualifier
from pipeline.values.numeral_forms import NUMERAL_RE
from pipeline.values.numerals import read_exact, read_number, step_of


@pytest.mark.parametrize(
    ("surface", "value"),
    [
        ("553", "553"),
        ("4,456", "4456"),
        ("1,024.50", "1024.5"),
        ("5 6", "56"),
        ("1.2万", "12000"),
        ("3千", "3000"),
        ("45.9万", "459000"),
        ("1.3万亿", "1300000000000"),
        ("2亿3千万", "230000000"),
        ("三十二", "32"),
        ("十", "10"),
        ("廿八", "28"),
        ("一百零五", "105"),
        ("一百二", "120"),
        ("一千零一", "1001"),
        ("一万零五百", "10500"),
        ("三万五", "35000"),
        ("二十三万四千五百", "234500"),
        ("壹仟贰佰", "1200"),
        ("二〇一六", "2016"),
        ("七点九", "7.9"),
        ("一点二万", "12000"),
        ("零", "0"),
        ("两", "2"),
    ],
)
def test_reads_an_exact_numeral(surface: str, value: str) -> None:
    number = read_number(surface)
    assert number is not None
    assert number.value == number.low == number.high == Decimal(value)


@pytest.mark.parametrize(
    ("surface", "value", "low", "high", "qualifier"),
    [
        ("30000余", "30000", "30000", "40000", Qualifier.OVER),
        ("1300余", "1300", "1300", "1400", Qualifier.OVER),
        ("4.5万余", "45000", "45000", "46000", Qualifier.OVER),
        ("10余万", "100000", "100000", "200000", Qualifier.OVER),
        ("十余", "10", "10", "20", Qualifier.OVER),
        ("十几", "10", "10", "20", Qualifier.OVER),
        ("百余", "100", "100", "200", Qualifier.OVER),
        ("数十", "20", "20", "99", Qualifier.OVER),
        ("几十", "20", "20", "99", Qualifier.OVER),
        ("几十万", "200000", "200000", "999999", Qualifier.OVER),
        ("三四十", None, "30", "40", Qualifier.RANGE),
        ("七八", None, "7", "8", Qualifier.RANGE),
        ("十七八", None, "17", "18", Qualifier.RANGE),
    ],
)
def test_reads_a_numeral_that_bounds_itself(
    surface: str, value: str | None, low: str, high: str, qualifier: Qualifier
) -> None:
    number = read_number(surface)
    assert number is not None
    assert (number.value, number.low, number.high) == (value and Decimal(value), Decimal(low), Decimal(high))
    assert number.qualifier is qualifier


@pytest.mark.parametrize(
    ("surface", "value", "share"),
    [
        ("百分之三十点五", "30.5", "%"),
        ("千分之五", "5", "‰"),
        ("三分之二", "66.67", "%"),
        ("四分之一", "25", "%"),
        ("两成", "20", "%"),
        ("四成五", "45", "%"),
        ("三成半", "35", "%"),
    ],
)
def test_reads_a_share_in_words(surface: str, value: str, share: str) -> None:
    number = read_number(surface)
    assert number is not None
    assert (number.value, number.share) == (Decimal(value), share)


@pytest.mark.parametrize("surface", ["三千百", "百", "万", "十百", "三四五六百", "点五", "一二三万三"])
def test_refuses_what_is_no_numeral(surface: str) -> None:
    assert read_number(surface) is None


@pytest.mark.parametrize("text", ["文章一成立就", "由两成员组成"])
def test_reads_no_share_out_of_a_word(text: str) -> None:
    assert [m[0] for m in NUMERAL_RE.finditer(text) if m["tenths"]] == []


@given(st.integers(min_value=1, max_value=10**16 - 1))
def test_reads_back_every_number_that_a_writer_of_chinese_numerals_writes(number: int) -> None:
    # cn2an is the oracle, and in tests only.
    assert read_exact(cn2an.an2cn(number, "low")) == number


@given(st.integers(min_value=10, max_value=10**12))
def test_reads_back_every_number_in_capitals(number: int) -> None:
    assert read_exact(cn2an.an2cn(number, "up")) == number


@given(st.decimals(min_value=0, max_value=10**9, places=3))
def test_reads_back_every_arabic_number_with_commas(number: Decimal) -> None:
    written = f"{number:,}"
    match = NUMERAL_RE.search(written)
    assert match is not None
    assert match[0] == written
    assert read_exact(written) == number


@given(st.decimals(min_value=1, max_value=10**9, places=2))
def test_a_step_divides_its_number_and_is_a_power_of_ten(number: Decimal) -> None:
    step = step_of(number)
    assert number % step == 0
    assert (number / step) % 10 != 0


@pytest.mark.parametrize("tail", ["", ",11"], ids=["ending_in_a_group", "ending_in_a_torn_group"])
def test_takes_an_endless_chain_of_groups_whole(tail: str) -> None:
    chain = "1" + ",111" * 400
    assert [match.group() for match in NUMERAL_RE.finditer(chain + tail)][:1] == [chain]


def test_still_reads_the_longest_grouped_number() -> None:
    number = "1" + ",111" * 11
    assert [match.group() for match in NUMERAL_RE.finditer(number + "条")] == [number]
