"""Lines of a text that was wrapped at the width of a page become paragraphs; what stands alone stays alone."""

import pytest

from pipeline.ingest.unwrap import unwrap


@pytest.mark.parametrize("space", ["", "\n"])
def test_the_lines_of_an_index_are_no_paragraph(space: str) -> None:
    index = [
        "名称 青禾县2017年政府信息公开年度报告",
        "索引号 0001/2018-00042 分类 信息公开年报",
        "发布机构 青禾县人民政府办公室 发文日期 2018-02-26",
    ]
    lines = [
        "您当前所在位置：首页 > 信息公开年报",
        *index,
        space,
        "青禾县2017年政府信息公开年度报告",
        "一、概述",
        "2017年，我县主动公开政府信息20条。",
    ]
    assert unwrap(lines) == [line for line in lines if line.strip()]
