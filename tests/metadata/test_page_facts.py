"""Dates, publishers and titles that a page says of itself: alike in every format and in every way to print them."""

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from pipeline import extract_file

TITLE = "2023年政府信息公开工作年度报告"
BODY = "一、总体情况\n2023年，我局主动公开政府信息20条，收到政府信息公开申请1件，均已按时答复，群众反映良好。"
HTML_BODY = f"<h1>{TITLE}</h1>" + "".join(f"<p>{line}</p>" for line in BODY.split("\n"))
SIGNED = ["成文日期", "签发日期", "印发日期"]
LABELS = ["发布日期", "发文日期", "公开日期", "生成日期", "公文生成日期", "发布时间", "发文时间", "更新时间"]
ISSUERS = ["发布机构", "发文机关", "发文机构", "发布单位", "公开主体", "制发机关", "编制单位"]


def table(cells: list[list[str]]) -> str:
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in cells)
    return f"<table>{rows}</table>"


INDEX = [["索引号", "001/2024-2", "分类", "信息公开年报"], ["发布机构", "柳溪县水务局", "发文日期", "2024-01-17"]]
PAGES = {
    "table.html": f"<body>{table(INDEX)}{HTML_BODY}</body>",
    "table_outside.html": f"<body>{table(INDEX)}<div class='article'>{HTML_BODY}</div></body>",
    "list.html": (
        "<body><ul><li><b>索引号：</b>001</li><li><b>发布机构：</b>柳溪县水务局</li>"
        f"<li><b>发文日期：</b>2024-01-17</li></ul>{HTML_BODY}</body>"
    ),
    "meta.html": (
        "<head><meta name='PubDate' content='2024-01-17 10:00'>"
        "<meta name='ContentSource' content='柳溪县水务局'></head>"
        f"<body>{HTML_BODY}</body>"
    ),
    "line.html": f"<body><p>来源：柳溪县水务局 发布时间：2024-01-17 08:58</p>{HTML_BODY}</body>",
    "line.txt": f"来源：柳溪县水务局 发布时间：2024-01-17 08:58\n{TITLE}\n{BODY}",
    "labels.txt": f"标题: {TITLE}\n索 引 号: 001\n发文日期: 2024-01-17 发布机构: 柳溪县水务局\n\n{TITLE}\n{BODY}",
    "bullets.txt": f"• 索 引 号：001\n• 发布机构：柳溪县水务局\n• 公文生成日期：2024-01-17\n{TITLE}\n{BODY}",
    "header.txt": f"发布机构: 柳溪县水务局\n发文日期: 2024-01-17\n==== 正文 ====\n{TITLE}\n{BODY}",
    "columns.txt": f"索引号 001 分类 信息公开年报\n\n发布机构 柳溪县水务局 发文日期 2024-01-17\n\n{TITLE}\n\n{BODY}",
    "pipes.md": f"|索引号|001|\n|---|---|\n|发布机构|柳溪县水务局|\n|发文日期|2024-01-17|\n\n{TITLE}\n{BODY}",
}


def read(folder: Path, name: str, content: str | bytes) -> tuple[str | None, date | None, str | None]:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    report = extract_file(path)
    return report.metadata.agency, report.metadata.published, report.metadata.title  # type: ignore[union-attr]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_says_its_publisher_and_its_day(tmp_path: Path, name: str) -> None:
    assert read(tmp_path, name, PAGES[name]) == ("柳溪县水务局", date(2024, 1, 17), TITLE)


def test_a_word_file_says_them_in_a_table(tmp_path: Path) -> None:
    document = Document()
    grid = document.add_table(rows=2, cols=4)
    for row, cells in zip(grid.rows, INDEX, strict=True):
        for cell, words in zip(row.cells, cells, strict=True):
            cell.text = words
    for line in [TITLE, *BODY.split("\n")]:
        document.add_paragraph(line)
    data = BytesIO()
    document.save(data)
    assert read(tmp_path, "index.docx", data.getvalue()) == ("柳溪县水务局", date(2024, 1, 17), TITLE)


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize("day", ["2024-01-17", "2024年1月17日", "2024/1/17", "2024-01-17 10:00"])
def test_labels_of_the_day_of_publication(tmp_path: Path, label: str, day: str) -> None:
    cells = [["索引号", "001"], [label, day]]
    assert read(tmp_path, "a.html", f"<body>{table(cells)}{HTML_BODY}</body>")[1] == date(2024, 1, 17)
    assert read(tmp_path, "a.txt", f"{label}：{day}\n{TITLE}\n{BODY}")[1] == date(2024, 1, 17)


@pytest.mark.parametrize("label", ISSUERS)
def test_labels_of_the_publisher(tmp_path: Path, label: str) -> None:
    cells = [["索引号", "001"], [label, "柳溪县水务局"]]
    assert read(tmp_path, "a.html", f"<body>{table(cells)}{HTML_BODY}</body>")[0] == "柳溪县水务局"
    assert read(tmp_path, "a.txt", f"{label}：柳溪县水务局\n{TITLE}\n{BODY}")[0] == "柳溪县水务局"


@pytest.mark.parametrize("label", SIGNED)
def test_the_day_of_a_signature_is_none_of_publication(tmp_path: Path, label: str) -> None:
    assert read(tmp_path, "a.txt", f"{label}：2024-01-10\n{TITLE}\n{BODY}")[1] is None


def test_a_table_of_the_report_states_no_facts(tmp_path: Path) -> None:
    cells = [["序号", "名称", "日期"], ["1", "规章", "3"]]
    assert read(tmp_path, "a.html", f"<body><h1>{TITLE}</h1>{table(cells)}{HTML_BODY}</body>")[1:] == (None, TITLE)
