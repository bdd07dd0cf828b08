"""The same words state a zero and any other number: zeros on less evidence would make the panel's means too low."""

import pytest

from pipeline import extract_text

REPORT = (
    "某县水务局2021年政府信息公开工作年度报告\n一、总体情况\n主动公开信息7条。\n"
    "四、{title}\n{words}\n五、存在问题\n公开还不及时。\n"
)
TITLES = (
    "行政复议和行政诉讼情况",
    "复议、诉讼情况",
    "政府信息公开行政复议、行政诉讼情况",
    "因信息公开被申请行政复议、提起行政诉讼情况",
    "法治建设",
)
WORDS = (
    "被申请行政复议{n}件。",
    "行政复议{n}件，行政诉讼{n}件。",
    "2021年共发生行政复议{n}件，行政诉讼{n}件。",
    "全年收到行政复议申请{n}件。",
    "本局行政复议{n}起、行政诉讼{n}起。",
    "受理行政复议{n}件。",
    "行政诉讼案件{n}件。",
)


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("words", WORDS)
def test_a_zero_is_read_where_another_number_is(title: str, words: str) -> None:
    zero, other = (
        {
            one.indicator
            for one in extract_text(REPORT.format(title=title, words=words.format(n=n))).indicators
            if one.indicator in {"reviews", "litigation"}
        }
        for n in (0, 3)
    )
    assert zero == other
