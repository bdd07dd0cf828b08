"""For what stretch of time the figures of a sentence are; the report is of 2016."""

from datetime import date

import pytest

from pipeline import extract_text

HEAD = "某县民政局2016年政府信息公开工作年度报告\n一、概述\n"


def read(sentence: str) -> list[str]:
    """The period of each figure: a year, or its first and last day with a dash between."""
    return [say(figure.period_start, figure.period_end) for figure in extract_text(HEAD + sentence).figures]


def say(start: date | None, end: date | None) -> str:
    if start and end and (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        return str(start.year) if start.year == end.year else f"{start.year}-{end.year}"
    return f"{start or ''}~{end or ''}"


@pytest.mark.parametrize(
    ("sentence", "periods"),
    [
        ("2014年、2015年、2016年申请量分别为7件、9件、11件。", ["2014", "2015", "2016"]),
        ("2015年和2016年分别公开700条、900条。", ["2015", "2016"]),
        ("2015、2016年分别公开700条和900条。", ["2015", "2016"]),
        ("2014年至2016年分别公开7条、9条、11条。", ["2014", "2015", "2016"]),
        ("5月、9月分别召开会议1次、2次。", ["2016-05-01~2016-05-31", "2016-09-01~2016-09-30"]),
        # Not known whose year is which, so no year is said.
        ("2015年和2016年，网站、微信分别公开700条、90条。", ["~", "~"]),
        ("2014年、2015年、2016年分别公开700条、90条。", ["~", "~"]),
    ],
)
def test_years_are_dealt_in_turn_where_there_are_as_many_numbers(sentence: str, periods: list[str]) -> None:
    assert read(sentence) == periods


@pytest.mark.parametrize(
    ("sentence", "periods"),
    [
        ("2015年和2016年共收到申请27件。", ["2015-2016"]),
        ("2014—2016年共收到申请27件，其中2016年11件。", ["2014-2016", "2016"]),
        ("统计期（2015年3月1日至12月31日）内，公开信息30条。", ["2015-03-01~2015-12-31"]),
        ("自2013年1月开始至今报送信息52条。", ["2013-2016"]),
        ("自2008年条例施行以来，受理申请120件。", ["2008-2016"]),
        ("去年以来，公开信息30条。", ["2015-2016"]),
        ("“十二五”期间公开信息900条。", ["2011-2015"]),
        ("“十三五”以来，公开信息90条。", ["2016"]),
        ("2015年上半年公开信息20条，去年四季度公开30条。", ["2015-01-01~2015-06-30", "2015-10-01~2015-12-31"]),
        ("第一季度公开20条，前三季度公开60条。", ["2016-01-01~2016-03-31", "2016-01-01~2016-09-30"]),
        ("明年拟新增栏目3个。", ["2017"]),
        ("由去年底的12项减少到9项。", ["~2015-12-31", "2016"]),
        ("近三年来，共收到申请120件。", ["2014-2016"]),
        ("五年来公开信息1200条。", ["2012-2016"]),
        ("改革开放四十年来，建成学校30所。", ["1977-2016"]),
        ("近二十五年来公开信息1200条。", ["1992-2016"]),
        # Not known since when, as with 近年来.
        ("近三四年来公开信息1200条。", ["~2016-12-31"]),
        ("最近一二年公开信息30条。", ["~2016-12-31"]),
        ("十七八年来建成学校30所。", ["~2016-12-31"]),
    ],
)
def test_a_stretch_is_named_by_its_ends_its_plan_or_its_part_of_the_year(sentence: str, periods: list[str]) -> None:
    assert read(sentence) == periods


@pytest.mark.parametrize(
    ("sentence", "periods"),
    [
        ("累计公开信息10.6万条。", ["~2016-12-31"]),
        ("累计发布信息500条，收到申请3件。", ["~2016-12-31", "2016"]),
        ("累计发布信息500余条，其中2016年新增120条。", ["~2016-12-31", "2016"]),
        ("目前已累计上传文件36件。", ["~2016-12-31"]),
        ("公众号开通以来，发布信息120条，关注人数500人。", ["~2016-12-31", "~2016-12-31"]),
        ("截至年底，共有网站12个。", ["~2016-12-31"]),
        # A year or 全年 says when, so the sum is of that time.
        ("全年累计公开信息300条，本年度累计受理4件。", ["2016", "2016"]),
        ("2015年共受理申请12件，累计公开信息80条。", ["2015", "2015"]),
    ],
)
def test_a_running_total_has_no_beginning(sentence: str, periods: list[str]) -> None:
    assert read(sentence) == periods


@pytest.mark.parametrize(
    ("sentence", "periods"),
    [
        ("收到申请8件（2015年为10件），其中公民7件。", ["2016", "2015", "2016"]),
        ("与2014年、2015年相比分别增长12%、8%。", ["2016", "2016"]),
        ("第一产业37亿元，与上年持平；第二产业65亿元。", ["2016", "2016"]),
        ("目录（2012年版）共收录事项60项。", ["2016"]),
        ("降水量为近50年同期最多，发放手册30册。", ["2016"]),
        ("结转下年度继续办理2件。", ["2016"]),
    ],
)
def test_what_a_number_is_held_against_or_named_by_is_not_its_time(sentence: str, periods: list[str]) -> None:
    assert read(sentence) == periods
