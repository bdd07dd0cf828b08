"""Texts in traditional characters are read as if they were in simplified ones; all others keep every character."""

import pytest

from pipeline.characters.folding import to_plain
from pipeline.characters.simplified import in_simplified_set, is_traditional, simplified_forms, to_simplified
from pipeline.model import Report, Source
from pipeline.report import extract_source

PAGE = """柳溪縣審計局關於2019年度縣級預算執行情況的審計工作報告
柳溪縣審計局局長 陳某
根據審計法的規定,縣審計局對2019年度縣級預算執行情況進行了審計。
一、財政管理審計情況
全年完成審計項目12個,促進增收節支3.4億元。
"""


def test_the_pairs_are_one_to_one_and_final() -> None:
    forms = simplified_forms()
    assert len(forms) > 2500
    assert not set(map(chr, forms)) & set(forms.values())
    assert all(map(in_simplified_set, forms.values()))


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("關於二〇一九年度工作報告", "关于二〇一九年度工作报告"),
        ("來源", "来源"),
        ("工作報告", "工作报告"),
        ("乾淨整潔、後續管理", "干净整洁、后续管理"),
        ("羣衆來訪", "群众来访"),
    ],
)
def test_a_text_in_traditional_characters_is_read_in_simplified_ones(text: str, plain: str) -> None:
    assert to_plain(text) == plain
    assert len(plain) == len(text)


@pytest.mark.parametrize(
    "text",
    ["朱镕堃同志在昇平街道调研乡村振兴工作", "於潜镇人民政府", "乾县人民政府", "魏徵公园管理处", "㵲阳镇", "㙍头村"],
)
def test_a_rare_name_keeps_its_characters(text: str) -> None:
    assert to_plain(text) == text


def test_no_simplified_form_makes_a_text_traditional() -> None:
    assert not is_traditional(to_simplified("".join(map(chr, simplified_forms()))))


def test_a_page_in_traditional_characters_says_what_it_is_and_keeps_its_text() -> None:
    report = extract_source(Source("a.txt", PAGE.encode()))
    assert isinstance(report, Report)
    metadata = report.metadata
    assert (metadata.agency, metadata.report_type, metadata.report_year) == ("柳溪县审计局", "audit_report", 2019)
    assert report.text.text.startswith("柳溪縣審計局關於")
    assert [problem.code for problem in report.problems if problem.code == "traditional_script"]
