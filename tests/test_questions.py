"""What a newcomer asks first has one answer, in pandas as in SQL, on reports of which the answers are known."""

import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.run.run import collect_files, run_files

sys.path.append(str(Path(__file__).parent.parent / "examples"))
sql: Any = import_module("questions_duckdb")
frames: Any = import_module("questions_pandas")

HEAD = "{agency}{year}年政府信息公开工作年度报告\n一、总体情况\n"
FORM = (
    "二、政府信息公开情况统计表\n指标名称\t单位\t统计数\n收到申请数\t件\t{requests}\n不同意公开答复数\t件\t{refused}\n"
)


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three reports: one with a form that its prose denies, one with none but a zero, one that is silent."""
    raw, out = tmp_path_factory.mktemp("raw"), tmp_path_factory.mktemp("out")
    said = {
        "a": HEAD.format(agency="柳溪县水务局", year=2016)
        + "2016年，我局收到政府信息公开申请9件，办结8件。\n"
        + FORM.format(requests=8, refused=2),
        "b": HEAD.format(agency="青禾县水务局", year=2016) + "2016年，我局未收到政府信息公开申请。\n",
        "c": HEAD.format(agency="石桥县水务局", year=2017) + "2017年，我局认真做好政府信息公开工作。\n",
        "e": HEAD.format(agency="柳溪县水务局", year=2017) + "2017年，我局未收到政府信息公开申请。\n",
        "d/年报": HEAD.format(agency="松溪县水务局", year=2016) + "2016年，我局收到政府信息公开申请5件。\n",
        "d/附件": "松溪县水务局2016年" + FORM.removeprefix("二、").format(requests=6, refused=1),
    }
    (raw / "d").mkdir()
    for name, text in said.items():
        (raw / f"{name}.txt").write_text(text, encoding="utf-8")
    run_files(collect_files(raw), out)
    return out.resolve()


def rows(frame: Any) -> list[tuple[Any, ...]]:
    return list(frame.itertuples(index=False, name=None))


def test_refusal_rate_by_year(out: Path) -> None:
    expected = [(2016, 2, 8, 1, 0.25)]
    assert rows(frames.refusal_rate(out)) == expected
    assert sql.connect(out).execute(sql.REFUSAL_RATE).fetchall() == expected


def test_agencies_without_any_request(out: Path) -> None:
    expected = [("青禾县水务局", 2016, "b.txt")]
    assert rows(frames.without_requests(out)) == expected
    assert sql.connect(out).execute(sql.WITHOUT_REQUESTS).fetchall() == expected


def test_reports_whose_prose_contradicts_their_table(out: Path) -> None:
    for found in (rows(frames.contradicting(out)), sql.connect(out).execute(sql.CONTRADICTING).fetchall()):
        assert sorted((row[0], row[1], sorted(row[2:4])) for row in found) == [
            ("松溪县水务局", 2016, [5.0, 6.0]),
            ("柳溪县水务局", 2016, [8.0, 9.0]),
        ]


def test_a_panel_without_an_empty_cell_is_no_error(
    out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for table in out.glob("*.parquet"):
        (tmp_path / table.name).write_bytes(table.read_bytes())
    panel = pq.read_table(out / "panel.parquet")
    ones = pa.array([1.0] * len(panel), panel.schema.field("interviews").type)
    pq.write_table(
        panel.set_column(panel.schema.get_field_index("interviews"), "interviews", ones), tmp_path / "panel.parquet"
    )
    monkeypatch.setattr(sys, "argv", ["", str(tmp_path)])
    for example in (frames, sql):
        example.main()
        assert "石桥县水务局" not in capsys.readouterr().out


def test_why_a_cell_is_empty(out: Path) -> None:
    asked = ("石桥县水务局", 2017, "requests")
    ((status, reason, problem),) = sql.connect(out).execute(sql.WHY_EMPTY, asked).fetchall()
    assert (status, problem) == ("table_missing", None)
    assert "no such table" in reason
    ((*same, nothing),) = rows(frames.why_empty(out, *asked))
    assert same == [status, reason]
    assert nothing is None or nothing != nothing  # noqa: PLR0124 - NaN, by the version of pandas
