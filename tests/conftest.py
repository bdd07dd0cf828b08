"""What the tests share: a report made by hand, and the folders of the specimens and of the real reports."""

import os
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pyarrow as pa
import pytest
from hypothesis import settings
from msgspec.structs import replace

from pipeline.i18n import Message
from pipeline.model import (
    Audit,
    Cell,
    CellRule,
    Citation,
    Figure,
    Format,
    GridCell,
    Indicator,
    IndicatorStatus,
    Kind,
    Metadata,
    Outcome,
    PlacedCell,
    PlacedGrid,
    Problem,
    Qualifier,
    Report,
    RequestOutcome,
    Section,
    Status,
    Text,
    Witness,
)
from pipeline.run import workers
from pipeline.tables import Rows
from pipeline.tables.parquet import write_table
from pipeline.tables.schema import TABLES, parquet_schema
from pipeline.values.cell_values import read_cell
from tests.prepared import end_template, leave_in_memory, start_server

# What the command says is tested in English, whatever the developer's locale, and before the command is imported.
os.environ["LC_ALL"] = "C.UTF-8"
# Programs that the tests start take nothing from the folder that the tests were called in.
os.environ["PYTHONSAFEPATH"] = "1"

# The same examples on every run: what fails here fails everywhere.
settings.register_profile("gongkai", derandomize=True, deadline=None)
settings.load_profile("gongkai")

ROOT = Path(__file__).parent.parent
# How the process that workers are forked from is started for users.
START_COLD = workers._start  # noqa: SLF001

# The files that take longest, from five to twenty seconds each on a quiet machine, begin first, so that no core
# is left with one of them at the end (`--no-loadscope-reorder` in pyproject.toml keeps to this order).
LONGEST = (
    *("run/test_working_folder.py", "run/test_store.py", "test_corpus.py", "run/test_pool.py", "run/test_remedies.py"),
    *("cli/test_refusals.py", "run/test_balance.py", "run/test_rerun.py", "bench/test_forms_property.py"),
    *("bench/test_specimen_truth.py", "rulebook/test_broken_rules.py", "run/test_readers.py", "run/test_comparable.py"),
    *("run/test_annotate.py", "run/test_isolated_worker.py"),
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Puts the files that take longest before the others, and changes nothing else of the order."""
    order = {ROOT / "tests" / name: index for index, name in enumerate(LONGEST)}
    items.sort(key=lambda item: order.get(item.path, len(LONGEST)))


@pytest.fixture(scope="session", autouse=True)
def _prepared_servers() -> Iterator[None]:
    """The servers of the tests' own runs are forked from a process that has loaded everything once.

    No test pulls the plug, so none waits for the disk: a run asks for its files to be on it some twenty times, which
    takes a few milliseconds each.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workers, "_start", start_server)
        patch.setattr(os, "fsync", leave_in_memory)
        yield
    end_template()


@pytest.fixture
def cold_servers(monkeypatch: pytest.MonkeyPatch) -> None:
    """The servers of a test's runs are started as they are for users, where their start is tested."""
    monkeypatch.setattr(workers, "_start", START_COLD)


@pytest.fixture
def read_files_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs take over what another test of this process has read of a file: for tests of what comes after reading.

    Whether a file is read, and which event says so, is as ever; workers read for themselves.
    """
    from tests.run.publishing import read_once  # noqa: PLC0415 - it loads every reader

    monkeypatch.setattr("pipeline.report.extract_reports", read_once)


@pytest.fixture(scope="session")
def raw() -> Path:
    """The folder of the specimens."""
    return ROOT / "data" / "raw"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of the real reports, which are no part of the project."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the real reports (../shared) are not on this machine")
    return folder


@pytest.fixture
def write_texts() -> Callable[..., Path]:
    """Writes a text so many times, each with its number instead of {}, and the first of them again."""

    def write(folder: Path, text: str, count: int) -> Path:
        folder.mkdir()
        for number in range(count):
            (folder / f"{number}.txt").write_text(text.format(number), "utf-8")
        (folder / "copy.txt").write_text(text.format(0), "utf-8")
        return folder

    return write


@pytest.fixture
def write_reports() -> Callable[..., Path]:
    """Writes so many short reports, no two alike, in folders of a hundred."""

    def write(folder: Path, count: int, *, first: int = 0) -> Path:
        for number in range(first, first + count):
            path = folder / f"{number // 100:03}" / f"{number:05}.txt"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(
                f"某县第{number}局2016年政府信息公开工作年度报告\n一、概述\n依照《某县办法》，"
                f"全年公开信息{number + 7}项，"
                f"其中网站公开{number + 3}项。\n二、依申请公开\n收到申请{number % 9 + 1}件，办结率100%。\n",
                encoding="utf-8",
            )
        return folder

    return write


@pytest.fixture
def make_report() -> Callable[..., Report]:
    """Makes a report of one section with one figure, one citation, one table of four cells and one problem."""

    def make(source: str = "a.txt", **changes: object) -> Report:
        text = "一、概况\n依照《条例》公开信息约1.5万条。\n项目\t数量\n申请\t 1,024 "
        digest = sha256(source.encode()).hexdigest()
        cells = [("项目", 0, 0, 23), ("数量", 0, 1, 26), ("申请", 1, 0, 29), (" 1,024 ", 1, 1, 32)]
        grid = tuple(PlacedCell(GridCell(r, c, words), start, start + len(words)) for words, r, c, start in cells)
        report = Report(
            source=source,
            document_id=digest[:16],
            sha256=digest,
            format=Format.TEXT,
            encoding="utf-8",
            text=Text(text, text, grids=(PlacedGrid(grid, 23, len(text)),)),
            metadata=Metadata(title="年度报告", report_year=2016),
            sections=(Section(0, None, 1, "一、", "一、", 1, "概况", "一", 0, len(text)),),
            figures=(
                Figure(
                    figure_id=0,
                    section_id=0,
                    start=15,
                    end=21,
                    surface="约1.5万条",
                    value=Decimal(15000),
                    low=Decimal(14500),
                    high=Decimal(15500),
                    qualifier=Qualifier.ABOUT,
                    unit="条",
                    kind=Kind.ITEM_COUNT,
                    rule="counted",
                    sentence_start=5,
                    sentence_end=22,
                ),
            ),
            cells=tuple(
                Cell(i, 0, p.cell.text, read.state, CellRule.GRID, value=read.value, start=p.start, end=p.end)
                for i, p in enumerate(grid)
                for read in [read_cell(p.cell.text)]
            ),
            indicators=(
                Indicator("requests", Witness.TABLE, 1, Decimal(1024), Decimal(1024), Decimal(1024), "件", cell_id=3),
            ),
            statuses=(IndicatorStatus("requests", Status.STATED, "number_in_cell", None, ("cell:3",)),),
            outcomes=(RequestOutcome("F21", "received", "total", Decimal(1024), "number", 3),),
            audits=(Audit("parts", "error", Outcome.PASS, Message("holds"), evidence=("cell:3",)),),
            citations=(Citation(0, 0, 7, 11, "《条例》", title="条例"),),
            problems=(Problem("numbering_gap", 0, 2, last="一、", written="三、"),),
        )
        return replace(report, **changes)

    return make


@pytest.fixture(scope="session")
def make_docx() -> Callable[..., bytes]:
    """Makes a Word file of the inside of its body, and of the insides of its other parts by their names."""
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    spaces = " ".join(
        (
            f'xmlns:w="{word}"',
            'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"',
            'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"',
            'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"',
            'xmlns:v="urn:schemas-microsoft-com:vml"',
            'xmlns:dc="http://purl.org/dc/elements/1.1/"',
        )
    )
    types = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml"

    def make(body: str, core: str | None = None, **parts: str) -> bytes:
        written = {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{main}.document.main+xml"/>'
            + "".join(f'<Override PartName="/word/{p}.xml" ContentType="{main}.{p}+xml"/>' for p in parts)
            + "</Types>",
            "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="r1" Type="{types}/officeDocument" Target="word/document.xml"/>'
            f'<Relationship Id="r2" Type="{types}/core-properties" Target="docProps/core.xml"/></Relationships>',
            "word/_rels/document.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
            'relationships">'
            + "".join(f'<Relationship Id="r{p}" Type="{types}/{p}" Target="{p}.xml"/>' for p in parts)
            + "</Relationships>",
            "word/document.xml": f"<w:document {spaces}><w:body>{body}</w:body></w:document>",
            **{f"word/{p}.xml": f"<w:{p} {spaces}>{inside}</w:{p}>" for p, inside in parts.items()},
        }
        if core is not None:
            written["docProps/core.xml"] = f"<cp {spaces}><dc:title>{core}</dc:title></cp>"
        out = BytesIO()
        with ZipFile(out, "w", ZIP_DEFLATED) as archive:
            for name, text in written.items():
                archive.writestr(ZipInfo(name), text.encode(), ZIP_DEFLATED)
        return out.getvalue()

    return make


@pytest.fixture(scope="session")
def write_rows() -> Callable[[Path, Sequence[Rows]], None]:
    """Writes the rows of some files as the tables of a folder, in the order of their documents."""

    def write(folder: Path, files: Sequence[Rows]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        for table in TABLES:
            rows = [row for file in files for row in file.get(table.name, ())]
            rows.sort(key=lambda row: (row.get("document_id") is None, row.get("document_id") or ""))
            write_table(folder / f"{table.name}.parquet", table, [pa.Table.from_pylist(rows, parquet_schema(table))])

    return write
