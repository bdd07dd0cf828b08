"""Dates that lost a part, or that a line parts, are told; dates that are whole are not."""

import pytest

from pipeline.figures.torn_dates import find_torn_dates
from pipeline.model import Text


def told(words: str) -> list[str]:
    return [words[one.start : one.end] for one in find_torn_dates(Text(words, words))]


@pytest.mark.parametrize(
    ("words", "torn"),
    [
        ("统计期限为201811日至20181231日。", ["201811日"]),
        ("统计期限为2018年11日至2018年1231日。", ["2018年11日", "2018年1231日"]),
        ("统计期限为2018年日至2018年日。", ["2018年日", "2018年日"]),
        ("统计期限为2018 1 1 日至2018 12 31 日。", ["2018 1 1 日", "2018 12 31 日"]),
        ("统计期限为年1月1日至12月31日。", ["年1月1日"]),
        ("自20181月1日起", ["20181月1日"]),
        ("统计期限为2018\n年1月1日至2018年12月31日。", ["2018\n年1月"]),
        ("自2018年1\n月1日起至12\n月31日止。", ["1\n月1日", "12\n月31日"]),
        ("截至2018年12月31\n日，共公开30条。", ["\n日"]),
        ("从2018.1\n.1到2018.12.31。", ["2018.1\n.1"]),
    ],
)
def test_a_date_that_lost_a_part_is_told(words: str, torn: list[str]) -> None:
    assert told(words) == torn


@pytest.mark.parametrize(
    "words",
    [
        "2018年1月1日至12月31日",
        "自20180101日至20181231日",
        "2018年1—12月，公开30条。",
        "2018-01-01 09:30",
        "2018年日均办理30件，日常公开由办公室负责。",
        "公开2018条\n年度报告",
        "全年公开2018项，比上年增加1\n月均30件",
        "电话20181234",
        "某办发﹝201824号",
        "2018年\n1月1日起施行",
    ],
)
def test_a_date_that_is_whole_is_none(words: str) -> None:
    assert told(words) == []
