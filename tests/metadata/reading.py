"""Reads metadata in the tests."""

from pipeline.ingest.page import read_page
from pipeline.metadata.metadata import read_metadata
from pipeline.model import Metadata, ReportType, Source
from pipeline.outline.sections import split_sections
from pipeline.text.compose import compose_text

DISCLOSURE = ReportType.DISCLOSURE_ANNUAL


def metadata_of(data: str | bytes, path: str = "a.txt") -> Metadata:
    page = read_page(Source(path, data.encode() if isinstance(data, str) else data))
    text = compose_text(page)
    return read_metadata(page, text, path, split_sections(text)[0]).metadata


def report(*lines: str) -> str:
    body = ["一、概述", "全年主动公开政府信息三百条，各单位均按时完成了公开任务，群众反映良好。" * 3]
    return "\n".join([*lines, *body])
