"""Dates of every form are found where they stand; what no calendar has is none."""

from datetime import date, timedelta
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.characters.folding import to_plain
from pipeline.values.dates import DateMention, find_dates, read_small

DIGITS = "〇一二三四五六七八九"


def found(text: str) -> list[tuple[str, str, str, str]]:
    plain = to_plain(text)
    return [(text[m.start : m.end], m.first.isoformat(), m.last.isoformat(), m.precision) for m in find_dates(plain)]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2017年03月17日", "2017-03-17"),
        ("2017年3月17号", "2017-03-17"),
        ("2017-03-17", "2017-03-17"),
        ("2017-03-17 00:00", "2017-03-17"),
        ("2017-03-17 09:30:05", "2017-03-17"),
        ("2012/1/2", "2012-01-02"),
        ("2012.1.2", "2012-01-02"),
        ("２０１３年１月２０日", "2013-01-20"),
        ("2025 年 1 月 1 日", "2025-01-01"),
        ("1 9 9 8 年3 月5 日", "1998-03-05"),
        ("二○一二年一月二十日", "2012-01-20"),
        ("二〇一六年十二月三十一日", "2016-12-31"),
        ("二零一〇年十月十日", "2010-10-10"),
        ("二O一一年元月廿三日", "2011-01-23"),
        ("一九九三年三月十五日", "1993-03-15"),
        ("2016年2月29日", "2016-02-29"),
    ],
)
def test_a_day(text: str, day: str) -> None:
    assert found(text) == [(text, day, day, "day")]
    assert found(f"截至{text},共3条") == [(text, day, day, "day")]


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("2016年1月1日起至2016年12月31日止", "2016-01-01", "2016-12-31", "day"),
        ("2016年1月1日起,至2016年12月31日", "2016-01-01", "2016-12-31", "day"),
        ("2023年1月1日至12月31日", "2023-01-01", "2023-12-31", "day"),
        ("2019年1月1日到12月31日止", "2019-01-01", "2019-12-31", "day"),
        ("2016年1月1日-31日", "2016-01-01", "2016-01-31", "day"),
        ("2016-01-01至2016-06-30", "2016-01-01", "2016-06-30", "day"),
        ("2025 年 1 月 1 日至 12 月 31 日", "2025-01-01", "2025-12-31", "day"),
        ("二○一二年一月至十二月", "2012-01-01", "2012-12-31", "month"),
        ("2023年1-6月", "2023-01-01", "2023-06-30", "month"),
        ("2016年2月", "2016-02-01", "2016-02-29", "month"),
        ("二〇一三年元月", "2013-01-01", "2013-01-31", "month"),
        ("2023年第四季度", "2023-10-01", "2023-12-31", "month"),
        ("2022年上半年", "2022-01-01", "2022-06-30", "month"),
        ("2016年", "2016-01-01", "2016-12-31", "year"),
        ("2024年度", "2024-01-01", "2024-12-31", "year"),
        ("2016年至2020年", "2016-01-01", "2020-12-31", "year"),
        ("2012—2015年", "2012-01-01", "2015-12-31", "year"),
        ("2015－2020年", "2015-01-01", "2020-12-31", "year"),
        ("2019-2020学年", "2019-01-01", "2020-12-31", "year"),
    ],
)
def test_a_stretch(text: str, first: str, last: str, precision: str) -> None:
    assert found(text) == [(text, first, last, precision)]
    assert found(f"自{text}。") == [(text, first, last, precision)]


@pytest.mark.parametrize(
    "text",
    [
        "2017年2月30日",
        "2015年2月29日",
        "2016-13-01",
        "11月22日",
        "今年",
        "12016年",
        "1.2016年",
        "3016年",
        "2000-3000元",
        "col/2014/01/22/1456",
        "0591-23162143",
        "20160317",
        "第2016号",
        "一二三四年",
    ],
)
def test_no_date(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "surfaces"),
    [
        ("2016年底建成,2017年3月启用", ["2016年", "2017年3月"]),
        ("2018年12月1日至3月1日", ["2018年12月1日"]),
        ("2010年至2015年3月", ["2010年", "2015年3月"]),
        ("2013年第13次会议", ["2013年"]),
        ("2016年13月", ["2016年"]),
        ("2016年到位资金", ["2016年"]),
    ],
)
def test_where_a_date_ends(text: str, surfaces: list[str]) -> None:
    assert [surface for surface, *_ in found(text)] == surfaces


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_every_day_is_read_in_every_form(day: date) -> None:
    year = "".join(DIGITS[int(digit)] for digit in str(day.year))
    spelled = f"{year}年{in_words(day.month)}月{in_words(day.day)}日"
    forms = [
        day.isoformat(),
        f"{day.year}年{day.month}月{day.day}日",
        f"{day:%Y年%m月%d日}",
        f"{day.year}/{day.month}/{day.day}",
    ]
    for form in forms + ([spelled] if day.year >= 2000 else []):
        assert find_dates(form) == (DateMention(0, len(form), day, day, "day"),)


@given(st.dates(date(1950, 1, 1), date(2090, 12, 31)), st.integers(1, 700))
def test_a_stretch_keeps_both_its_ends(first: date, length: int) -> None:
    last = first + timedelta(days=length)
    text = f"{first:%Y年%m月%d日}至{last:%Y年%m月%d日}"
    assert find_dates(text) == (DateMention(0, len(text), first, last, "day"),)


@given(st.text(alphabet="12016年月日至元一二十○〇-/ .:起止度", max_size=60))
def test_mentions_are_in_order_and_within_the_text(plain: str) -> None:
    ends = [0, *(offset for mention in find_dates(plain) for offset in (mention.start, mention.end)), len(plain)]
    assert ends == sorted(ends)
    assert all(mention.first <= mention.last for mention in find_dates(plain))


def in_words(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else DIGITS[tens]) + ("十" if tens else "") + (DIGITS[ones] if ones else "")


@pytest.mark.parametrize("number", range(1, 32))
def test_small_numbers(number: int) -> None:
    assert read_small(str(number)) == read_small(f"{number:02}") == read_small(in_words(number)) == number


@pytest.mark.parametrize("piece", ["2", "2016年", "二", "2016年1月1日至", "1 ", "20-"])
def test_a_long_line_takes_linear_time(piece: str) -> None:
    def seconds(length: int) -> float:
        text = piece * (length // len(piece))
        times = []
        for _ in range(3):
            start = process_time()
            find_dates(text)
            times.append(process_time() - start)
        return min(times)

    assert seconds(200_000) < 12 * max(seconds(50_000), 0.01)
