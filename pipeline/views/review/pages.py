"""Renders the pages of the site: one for each report, and the index."""

import json
from base64 import b64encode
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from hashlib import sha256
from importlib.resources import files
from itertools import chain
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from pipeline.i18n import show
from pipeline.provenance import VERSION
from pipeline.rulebook import all_audits, problem_rules
from pipeline.tables import CELLS, FIGURES
from pipeline.views.review.blocks import divide_document
from pipeline.views.review.captions import FORMS, KINDS, MODALITIES, OUTCOMES, QUALIFIERS, SEVERITIES, SORTS
from pipeline.views.review.documents import Document, Row
from pipeline.views.review.evidence import read_evidence
from pipeline.views.review.judged import read_judged
from pipeline.views.review.marks import Piece

# The Chinese names of problem codes.
NAMES = {rule.code: rule.zh.name for rule in problem_rules()}

TEMPLATES = files("pipeline.views.review") / "templates"
# The name under which a page carries its digest, which shows that it is ours and whether it is current.
CONTENT = "gongkai-content"

# The columns of figures and cells that the script of a page gets.
FIGURE = [column.name for column in FIGURES.columns if column.name not in {"document_id", "section_id"}]
CELL = [column.name for column in CELLS.columns if column.name != "document_id"]


def render_report(document: Document) -> str:
    """Renders the page of a report.

    It depends on the document's rows alone, so that it does not change when other reports are added or removed.
    """
    evidence = read_evidence(document)
    blocks = divide_document(document)
    data = {
        "document_id": document.document_id,
        "figures": [_pick_fields(row, FIGURE) for row in document.figures],
        "cells": [_pick_fields(row, CELL) for row in document.cells],
        "words": {"kinds": KINDS, "qualifiers": QUALIFIERS, "modalities": MODALITIES},
    }
    return (
        _environment()
        .get_template("report.html")
        .render(
            _shared("report"),
            content=digest_document(document),
            document=document,
            row=document.row,
            blocks=blocks,
            tree=_tree(document.sections),
            headings={section["section_id"]: min(6, section["level"] + 1) for section in document.sections},
            shared_figures={id_: row for row in document.figures for id_ in [row["figure_id"]]},
            evidence=evidence,
            judged=list(read_judged(document)),
            kinds=Counter("zero" if row["negated"] else row["kind"] for row in document.figures),
            problem_rules={rule.code: rule for rule in problem_rules()},
            audit_rules={rule.code: rule for rule in all_audits()},
            data=_json(data),
        )
    )


def render_index(documents: Iterable[Row]) -> str:
    """Renders the index of the reports; ``documents`` are their lines (``summarize_document``)."""
    lines = list(documents)
    return (
        _environment()
        .get_template("index.html")
        .render(
            _shared("index"),
            lines=lines,
            totals={name: sum(line[name] for line in lines) for name in ("figures", "cells", "problems", "failed")},
            data=_json({"documents": lines, "outcomes": OUTCOMES, "problems": NAMES}),
        )
    )


def summarize_document(document: Document) -> dict[str, Any]:
    """The line of a document in the index."""
    row = document.row
    outcomes = Counter(audit["outcome"] for audit in document.audits)
    return {
        "id": document.document_id,
        "title": show(row["title"] or row["source"]),
        "source": show(row["source"]),
        "agency": show(row["agency"] or ""),
        "region": show(row["region"] or ""),
        "year": row["report_year"],
        "form": row["form"] or "",
        "figures": len(document.figures),
        "cells": len(document.cells),
        "problems": len(document.problems),
        "codes": sorted({problem["problem"] for problem in document.problems}),
        "passed": outcomes["pass"],
        "failed": outcomes["fail"],
        "open": outcomes["not_assessable"],
    }


def digest_document(document: Document) -> str:
    """A digest of everything that the page of a document is made from."""
    rows = [document.row, *(list(getattr(document, name)) for name in Document.__struct_fields__ if name != "row")]
    stated = json.dumps(rows, ensure_ascii=False, sort_keys=True, default=str)
    return sha256(f"{_makers()}\0{stated}".encode("utf-8", "surrogatepass")).hexdigest()[:32]


@cache
def _makers() -> str:
    """A digest of the templates, of the code that fills them, and of the captions."""
    parts = sorted(TEMPLATES.iterdir(), key=lambda file: file.name)
    code = sorted((f for f in files("pipeline.views.review").iterdir() if f.name.endswith(".py")), key=lambda f: f.name)
    digest = sha256(VERSION.encode())
    rules = [files("pipeline") / "rules" / f"{name}.toml" for name in ("audits", "problems")]
    for file in (*parts, *code, *rules):
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("pipeline.views.review"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["show"] = lambda words: show(words or "")
    environment.filters["grouped"] = grouped
    environment.globals |= {
        "kind_words": KINDS,
        "sort_words": SORTS,
        "form_words": FORMS,
        "outcome_words": OUTCOMES,
        "severity_words": SEVERITIES,
        "classes": _classes,
        "anchors": _anchors,
        "opened": _opened,
        "qualifier_words": QUALIFIERS,
    }
    return environment


@cache
def _shared(page: str) -> Mapping[str, Any]:
    """Style and script of a page, and the policy that allows only these to run and nothing to load.

    The policy has their hashes, since ``'self'`` means nothing in a page opened from a file.
    """
    style = (TEMPLATES / "review.css").read_text("utf-8")
    script = "".join((TEMPLATES / name).read_text("utf-8") for name in ("verdicts.js", f"{page}.js"))
    policy = (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    # Our own files, which contain nothing from a report.
    return {"style": Markup(style), "script": Markup(script), "policy": policy, "version": VERSION}  # noqa: S704


def _hash(content: str) -> str:
    return "sha256-" + b64encode(sha256(content.encode("utf-8")).digest()).decode("ascii")


def _json(value: object) -> Markup:
    """JSON for an element ``script``: no character in it opens or closes a tag."""
    written = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_plain)
    safe = written.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
    return Markup(safe)  # noqa: S704


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} cannot be shown on a page")


def _pick_fields(row: Row, names: Iterable[str]) -> dict[str, Any]:
    fields = ((name, row.get(name)) for name in names)
    return {
        name: show(value) if isinstance(value, str) else number(value) if isinstance(value, float) else value
        for name, value in fields
        if value is not None and value is not False
    }


def number(value: float | None) -> str:
    """A number without exponent or trailing zeros.

    >>> number(553.0), number(31.5), number(350000000.0), number(None)
    ('553', '31.5', '350000000', '')
    """
    if value is None:
        return ""
    digits = f"{Decimal(repr(value)):f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def grouped(value: float | None) -> str:
    """A number for people, with its digits grouped in threes.

    >>> grouped(360000000.0), grouped(-1234.56), grouped(None)
    ('360,000,000', '-1,234.56', '')
    """
    whole, point, rest = number(value).partition(".")
    return f"{int(whole):,}{point}{rest}" if whole else ""


def _tree(sections: Iterable[Row]) -> list[Row]:
    """The sections shown in the tree: those with a title, and those that a heading opens."""
    return [section for section in sections if section["marker"] or section["level"] == 0]


def _classes(piece: Piece) -> str:
    return " ".join(chain.from_iterable((mark.sort, mark.kind) for mark in piece.marks)).replace("  ", " ").strip()


def _opened(piece: Piece, sort: str) -> list[int]:
    return list(chain.from_iterable(mark.ids for mark in piece.opens if mark.sort == sort))


def _anchors(piece: Piece, sort: str) -> list[int]:
    return list(chain.from_iterable(mark.ids for mark in piece.marks if mark.sort == sort))
