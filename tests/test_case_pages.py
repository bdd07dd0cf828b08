"""What the small pages state that once were read wrong: each was looked at first, and this is what stands in it.

A row names the file, the figures that its prose states, the cells of its table in the columns of the form, and the
problems that say what is missing. The files stay where they are; without them the tests are skipped.
"""

from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.model import Report, Source
from pipeline.report import extract_source

CASES = Path(__file__).parents[2] / "shared" / "cases"

# Nothing but a first number that is not one, which a page without its beginning has.
ODD = {"numbering_gap", "numbering_repeat", "unread_period"}

Rows = tuple[tuple[str, int, int | None], ...]

TWENTY = (20,)
LOCAL: Rows = (
    ("主动公开信息数", 1853, 5395),
    ("其中：1.网站公开", 1713, 5017),
    ("受理依申请公开信息总数", 7, 28),
)
MONTHLY: Rows = (("主动公开信息数", 120, 450), ("申请总数", 3, 9), ("其中：1.当面申请数", 1, 2), ("行政复议数", 0, 0))
DISPUTES = tuple(zip(("upheld", "corrected", "other", "pending", "total"), (2, 1, 3, 1, 7), strict=True))

# What the prose states, and which problems there are.
PAGES: dict[str, tuple[tuple[int, ...], set[str]]] = {
    "m1.html": (TWENTY, set()),
    "m2.html": (TWENTY, set()),
    "m3.txt": (TWENTY, set()),
    "m4.html": (TWENTY, set()),
    "m5.html": (TWENTY, set()),
    "m5b.html": (TWENTY, set()),
    "m6.txt": (TWENTY, set()),
    "m7.txt": ((21,), set()),
    "m8.txt": ((21,), set()),
    "m9.txt": ((63,), set()),
    "m10.txt": ((0, 0), {"unknown_agency"}),
    "m11.txt": (TWENTY, {"torn_date"}),
    "m12.txt": (TWENTY, {"unknown_year"}),
    "n1.html": (TWENTY, set()),
    "n2.html": (TWENTY, set()),
    "n3.html": (TWENTY, set()),
    "n10.html": ((), {"pictured_table"}),
    "n12.html": ((), {"unplaced_numbers"}),
    "in_iframe.html": ((50,), {"framed_content", "pictured_table"}),
    "only_attachment.html": ((), {"attached_report"}),
    "tables_as_images.html": ((50, 3), {"pictured_table"}),
}
# The rows of local forms: label, number of the year, number since the beginning.
FORMS: dict[str, Rows] = {
    "pages/n6.txt": LOCAL,
    "pages/n7.txt": LOCAL,
    "pages/n11.html": MONTHLY,
    "pages/n13.html": MONTHLY,
    "tables/a_std.html": LOCAL,
    "tables/b_leiji.html": LOCAL,
    "tables/c_dangnian.html": LOCAL,
    "tables/d_shuzhi.html": tuple((label, number, None) for label, number, _ in LOCAL),
    "tables/e_benqi.html": LOCAL,
    "tables/f_tongji.html": LOCAL,
}
REQUESTS = {"received": 26, "carried_in": 0, "granted": 26, "handled": 26, "carried_out": 0}


DISTRICT, BUREAU, WATER = "青禾综合实验区管委会", "柳溪县发展和改革局", "柳溪县水务局"
COUNTY = "柳溪县人民政府"
# Whose report a file is, of which year, and when it was published, where it says so.
METADATA: dict[str, tuple[str | None, int | None, str | None]] = {
    **dict.fromkeys(("m1.html", "m2.html", "m3.txt"), (DISTRICT, 2020, "2021-03-05")),
    **dict.fromkeys(("m4.html", "m5.html", "m5b.html", "n1.html", "n2.html", "n3.html"), (BUREAU, 2023, "2024-01-17")),
    "m6.txt": ("柳溪市人民政府", 2017, "2018-02-26"),
    "m7.txt": ("柳溪镇人民政府", 2020, "2021-01-30"),
    "m8.txt": ("柳溪高新区市场监督管理局", 2020, None),
    "m9.txt": ("柳溪街道办事处", 2023, None),
    "m10.txt": (None, 2020, None),
    "m11.txt": ("柳溪县统计局", 2017, None),
    "m12.txt": ("柳溪市人民政府", None, None),
    "m13.txt": (COUNTY, 2024, None),
    "n4.html": ("柳溪市人民政府", 2025, None),
    "n5.txt": (WATER, 2023, None),
    "n5md.md": (WATER, 2023, None),
    "n6.txt": (COUNTY, 2013, None),
    "n7.txt": (WATER, 2013, None),
    "n10.html": ("柳溪县林业局", 2023, None),
    "n11.html": ("柳溪区人民政府", 2012, None),
    "n12.html": ("柳溪区人民政府", 2016, None),
    "n13.html": ("柳溪区人民政府", 2012, None),
    "in_iframe.html": (WATER, 2023, None),
    "only_attachment.html": ("柳溪县交通局", 2023, "2024-01-18"),
    "tables_as_images.html": ("柳溪县林业局", 2023, None),
}
SEVERAL = {"n8.txt", "n9.csv"}


def read(name: str) -> Report:
    """The report of a file of the cases; skips where it is not at hand."""
    path = CASES / name
    if not path.exists():
        pytest.skip("the small pages (../shared/cases) are not on this machine")
    outcome = extract_source(Source(path.name, path.read_bytes()))
    assert isinstance(outcome, Report)
    return outcome


def problems_of(report: Report) -> set[str]:
    return {problem.code for problem in report.problems} - ODD


@pytest.mark.parametrize("name", PAGES)
def test_a_page_states_its_figures_and_names_what_it_lacks(name: str) -> None:
    report = read(f"pages/{name}")
    stated, told = PAGES[name]
    assert [figure.value for figure in report.figures] == list(stated)
    assert problems_of(report) == told


@pytest.mark.parametrize("name", METADATA)
def test_a_page_says_whose_it_is_and_when(name: str) -> None:
    found = read(f"pages/{name}").metadata
    published = str(found.published) if found.published else None
    assert (found.agency, found.report_year, published) == METADATA[name]


def test_every_page_is_judged() -> None:
    pages = {path.name for path in (CASES / "pages").glob("*")}
    assert not pages or pages == METADATA.keys() | SEVERAL
    judged = {name.removeprefix("pages/") for name in FORMS} | PAGES.keys() | SEVERAL
    assert pages <= judged | {"n4.html", "m13.txt", "n5.txt", "n5md.md"}


@pytest.mark.parametrize("name", FORMS)
def test_a_local_form_states_its_rows(name: str) -> None:
    report = read(name)
    placed = {(cell.row, cell.column): cell.value for cell in report.cells if cell.row and cell.column}
    stated = {
        (label, column): number
        for label, *numbers in FORMS[name]
        for column, number in zip(("year", "cumulative"), numbers, strict=True)
        if number is not None
    }
    assert placed.items() == stated.items()
    # Numbers in a column of remarks are none of the form, and are named by their rows.
    assert problems_of(report) == ({"unplaced_numbers"} if name == "tables/d_shuzhi.html" else set())


@pytest.mark.parametrize("name", ["n4.html", "m13.txt"])
def test_disputes_under_heads_of_one_line_are_read(name: str) -> None:
    report = read(f"pages/{name}")
    found = {
        (cell.row, cell.column): cell.value
        for cell in report.cells
        if cell.row and cell.column and cell.value is not None
    }
    assert {column: found["review", column] for column, _ in DISPUTES} == dict(DISPUTES)
    assert [found["litigation_after_review", column] for column, _ in DISPUTES] == [13, 2, 4, 0, 19]
    assert {found["litigation_direct", column] for column, _ in DISPUTES} == {Decimal(0)}
    assert problems_of(report) == set()


@pytest.mark.parametrize("name", ["n5.txt", "n5md.md"])
def test_rows_between_bars_keep_their_blank_cells(name: str) -> None:
    report = read(f"pages/{name}")
    cells = [cell for cell in report.cells if cell.row and cell.column]
    assert {cell.row: cell.value for cell in cells if cell.column == "total"} == REQUESTS
    assert {cell.row: cell.value for cell in cells if cell.column == "natural_person"} == REQUESTS
    assert {cell.state for cell in cells if cell.column not in ("total", "natural_person")} == {"blank"}
    assert problems_of(report) == set()


@pytest.mark.parametrize("name", sorted(SEVERAL))
def test_several_reports_in_one_file_are_not_one_without_a_word(name: str) -> None:
    report = read(f"pages/{name}")
    assert "several_reports" in {problem.code for problem in report.problems}
