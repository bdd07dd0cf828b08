"""A form filled with any numbers, printed in any variant and written in any format, is read back cell for cell."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from bench.specimens.generate import SUFFIXES, Written, writer_of
from bench.specimens.layouts import Variant
from bench.specimens.readback import Departure, read_back
from bench.specimens.tables import TABLES_OF, Printing, fill_form, make_tables
from bench.specimens.truth import Block, Heading, Paragraph, Specimen, Table
from bench.specimens.writers.style import Style
from pipeline.model import Report, Source
from pipeline.report import extract_source

HEADINGS = {
    "1": "政府信息公开情况统计表",
    "2": "主动公开政府信息情况",
    "3": "收到和处理政府信息公开申请情况",
    "4": "政府信息公开行政复议、行政诉讼情况",
}
# There are eight variants and twelve ways to print, and a form is tried in ten ways of writing, so that each of them
# comes up many times over all; `python -m bench.specimens.law` tries thousands. Files of Word and PDF take a hundred
# times as long to make and to read as pages do.
EXAMPLES = {"html": 12, "text": 12, "md": 12, "docx": 6, "pdf": 5}
# A seed is as simple as any other, so there is nothing to shrink.
PHASES = (Phase.explicit, Phase.generate)
YEAR = 2023

numbers = st.integers(0, 2**32)
printings = st.builds(Printing, commas=st.booleans(), zero=st.sampled_from(("0", "0", "/", "")), yuan=st.booleans())
variants = st.sampled_from(
    (
        Variant(),
        Variant(numbering=False),
        Variant(half=True),
        Variant(broken=True),
        Variant(added=True),
        Variant(one_other=True),
        Variant(split=True),
        Variant(half=True, broken=True, split=True),
    )
)


def specimen_of(form: str, seed: int, variant: Variant, printing: Printing) -> Specimen:
    """A report of one form: a sentence, its tables each under a heading, a sentence."""
    _, filled, _ = fill_form(Random(seed), form, variant, printing)  # noqa: S311 - no secret
    blocks: list[Block] = [Heading(1, 1, "一、", "总体情况"), Paragraph("本机关的工作按计划进行，没有大的变化。")]
    for number, table in enumerate(TABLES_OF[form], 2):
        blocks.append(Heading(1, number, f"{'零一二三四五'[number]}、", HEADINGS[table]))
        blocks += make_tables(form, table, filled[table], YEAR, variant)
    blocks += [Heading(1, 5, "五、", "存在的主要问题及改进情况"), Paragraph("目录更新还不够及时，下一步将加强培训。")]
    title = f"柳溪县水务局{YEAR}年政府信息公开工作年度报告"
    return Specimen(1, "柳溪县水务局", YEAR, form, title, "2024-01-20", "2024年1月20日", tuple(blocks))


def departures(specimen: Specimen, name: str, style: Style) -> list[Departure]:
    data = writer_of(name)(specimen, style)
    found = read_back(Written(f"a.{SUFFIXES[name]}", data, specimen))
    return [departure for departure in found if "cell" in departure.what]


def read_back_law(
    form: str,
    name: str,
    styles: st.SearchStrategy[Style],
    print_styles: st.SearchStrategy[Printing],
    kinds: st.SearchStrategy[Variant] = variants,
) -> None:
    @settings(max_examples=EXAMPLES[name], phases=PHASES)
    @given(numbers, kinds, print_styles, styles)
    def law(seed: int, variant: Variant, printing: Printing, style: Style) -> None:
        assert departures(specimen_of(form, seed, variant, printing), name, style) == []

    law()


each_form = pytest.mark.parametrize("form", TABLES_OF)


@each_form
def test_a_form_in_html(form: str) -> None:
    read_back_law(form, "html", st.builds(Style, paragraphs=st.booleans()), printings)


@each_form
@pytest.mark.parametrize("cells", ["lines", "spaces", "tabs"])
def test_a_form_in_text(form: str, cells: str) -> None:
    """Of a blank cell nothing is left in a text but a tab: where there is none it cannot be told."""
    printed = printings.filter(lambda printing: bool(printing.zero))
    # The labels of a local form are open: where its lines are torn nobody can say what belongs together.
    whole = variants.filter(lambda variant: not (form == "F08" and variant.broken))
    read_back_law(form, "text", st.just(Style(cells=cells)), printed, whole)


@each_form
def test_a_form_in_text_whose_tabs_keep_blanks(form: str) -> None:
    read_back_law(form, "text", st.just(Style(cells="tabs")), st.just(Printing(zero="")))


@pytest.mark.parametrize("cells", ["lines", "spaces"])
@pytest.mark.parametrize("printed", ["无", "没有", "暂无", "未发生", "零", "/", "—", "×", "12"])
def test_the_last_row_of_a_text_is_read_whatever_it_prints(cells: str, printed: str) -> None:
    specimen = specimen_of("F14", 1, Variant(), Printing())
    statistics = next(block for block in specimen.blocks if isinstance(block, Table))
    last = list(statistics.raws)[-1]
    changed = statistics._replace(raws={**statistics.raws, last: printed})
    blocks = tuple(changed if block is statistics else block for block in specimen.blocks)
    data = writer_of("text")(replace(specimen, blocks=blocks), Style(cells=cells))
    report = extract_source(Source("a.txt", data))
    assert isinstance(report, Report)
    assert [cell.raw for cell in report.cells if (cell.row, cell.column) == last] == [printed]


@pytest.mark.parametrize("form", ["F19", "F21"])
@pytest.mark.parametrize("cut", [4, 8, 20])
@pytest.mark.parametrize("kind", [Variant(), Variant(halved=True)], ids=["whole", "halved"])
def test_the_columns_of_a_text_in_two_tables_are_not_guessed(form: str, cut: int, kind: Variant) -> None:
    """Its cells are not merged, so that the heads of one part stand over no values of the other."""
    style = Style(cells="bars", cut=cut, between="续表", repeated=False, carried="blank")
    found = departures(specimen_of(form, 4, kind, Printing(zero="/")), "text", style)
    assert {departure.what for departure in found} <= {"missing cell", "refused cell", "extra cell"}
    assert not [d for d in found if d.what == "extra cell" and "None" not in d.subject.split(":")[2:]]


@each_form
@pytest.mark.parametrize("merged", ["repeat", "blank"])
def test_a_form_in_markdown(form: str, merged: str) -> None:
    read_back_law(form, "md", st.just(Style(merged=merged)), printings)


@each_form
def test_a_form_in_word(form: str) -> None:
    read_back_law(form, "docx", st.builds(Style, numbered=st.booleans(), tracked=st.booleans()), printings)


@each_form
def test_a_form_in_word_that_stands_in_two_tables(form: str) -> None:
    """Word keeps no column in which no cell begins: of a table that is set in two each part has its own.

    Where all cells of one part are blank, nothing says that it is a part.
    """
    cut = st.builds(
        Style,
        cut=st.integers(1, 60),
        repeated=st.booleans(),
        between=st.sampled_from(("", "续表", "— 3 —")),
        carried=st.sampled_from(("again", "blank")),
    )
    printed = printings.filter(lambda printing: bool(printing.zero))
    read_back_law(form, "docx", cut, printed, variants.filter(lambda variant: not variant.split))


@each_form
def test_a_form_in_pdf(form: str) -> None:
    read_back_law(form, "pdf", st.builds(Style, torn=st.booleans(), repeated=st.booleans()), printings)


def test_a_table_of_a_pdf_goes_on_over_the_end_of_a_page() -> None:
    """The law above means something only where pages do tear 表三."""
    specimen = specimen_of("F21", 3, Variant(), Printing())
    for style in (Style(torn=True, repeated=False), Style(torn=True, repeated=True), Style(torn=False)):
        assert departures(specimen, "pdf", style) == []
    assert b"/Count 2" in writer_of("pdf")(specimen, Style()) or b"/Count 3" in writer_of("pdf")(specimen, Style())


@pytest.mark.parametrize("name", ["html", "text", "md"])
@settings(max_examples=10, phases=PHASES)
@given(numbers)
def test_what_lost_its_blanks_is_left_out_and_not_guessed(name: str, seed: int) -> None:
    """A cell a line, and no line for a blank: what comes out all the same has the value that is printed there."""
    specimen = specimen_of("F21", seed, Variant(), Printing(zero=""))
    wrong = [
        d
        for d in departures(specimen, name, Style(cells="lines", merged="repeat"))
        if d.what not in ("missing cell", "refused cell")
    ]
    assert wrong == []


@settings(max_examples=5, phases=PHASES)
@given(numbers)
def test_a_changed_number_is_told(seed: int) -> None:
    """The comparison sees one digit: a law that nothing can break says nothing."""
    specimen = specimen_of("F21", seed, Variant(), Printing())
    other = specimen_of("F21", seed + 1, Variant(), Printing())
    written = Written("a.html", writer_of("html")(specimen, Style()), other)
    assert {d.what for d in read_back(written)} == ({"cell"} if specimen.cells != other.cells else set())
