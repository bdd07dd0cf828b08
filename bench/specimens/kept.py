"""Writes the PDF and the Word specimen of ``data/raw`` anew: ``python -m bench.specimens.kept``.

They are reports of the generator's with one paragraph more, which says what they are.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from bench.specimens.compose import compose
from bench.specimens.generate import Written, writer_of
from bench.specimens.truth import Paragraph
from bench.specimens.writers.style import PLAIN

RAW = Path(__file__).parent.parent.parent / "data" / "raw"
SEED = 2026
# Name, writer, form, and which of the seed: reports of a page or two of prose that print zeros and no blanks. The one
# of 2014 says in its text that it charged nothing, and in its table that it did: an audit that fails.
KEPT = (("specimen_2014_form.docx", "docx", "F14", 0), ("specimen_2020_form.pdf", "pdf", "F19", 4))
MARK = "【样本】本文由gongkai项目自行撰写，机关和其中的数字都是虚构的，只有表格的式样取自法定格式。"


def kept_documents() -> Iterator[Written]:
    """The documents with their truth.

    >>> [(written.path, written.specimen.agency) for written in kept_documents()]
    [('specimen_2014_form.docx', '柳溪县住房和城乡建设局'), ('specimen_2020_form.pdf', '南泠市水务局')]
    """
    for name, writer, form, number in KEPT:
        specimen = compose(SEED, number, (form,), plain=True)
        specimen = replace(specimen, blocks=(Paragraph(MARK), *specimen.blocks))
        yield Written(name, writer_of(writer)(specimen, PLAIN), specimen)


if __name__ == "__main__":
    for written in kept_documents():
        (RAW / written.path).write_bytes(written.data)
