"""Composes the sections of a report from the sentences that its facts allow."""

from collections.abc import Iterator, Mapping
from random import Random
from typing import NamedTuple

from bench.specimens.sentences import sentence_rules, sentences_on, write_sentence
from bench.specimens.truth import Heading, Paragraph

NUMERALS = "零一二三四五六七八九十"
# Reports are short or long: so many sentences a topic, at the most.
LENGTHS = (1, 2, 2, 3, 6)

REGIONS = ("柳溪县", "青禾县", "临澜市", "云岫区", "松陵县", "白荻市", "望川区", "石渠县", "南泠市", "安漪县")
OFFICES = (
    "人民政府办公室",
    "水务局",
    "财政局",
    "教育局",
    "交通运输局",
    "卫生健康局",
    "住房和城乡建设局",
    "农业农村局",
    "审计局",
    "市场监督管理局",
)


class Section(NamedTuple):
    """A section of the outline: its heading, its prose, and the number of the table that stands in it."""

    heading: Heading
    blocks: tuple[Heading | Paragraph, ...]
    table: str | None


def name_agency(random: Random) -> str:
    """An agency that does not exist."""
    return random.choice(REGIONS) + random.choice(OFFICES)


def draw_names(random: Random, agency: str, year: int) -> dict[str, object]:
    """What sentences name besides figures: dates, documents, telephones."""
    month, day, number = random.randint(1, 12), random.randint(1, 28), random.randint(1, 99)
    return {
        "agency": agency,
        "year": year,
        "last": year - 1,
        "next": year + 1,
        "day": f"{month}月{day}日",
        "number": f"政办发〔{year}〕{number}号",
        "phone": f"0{random.randint(310, 999)}-{random.randint(2_000_000, 8_999_999)}",
    }


def write_opening(random: Random, year: int) -> Paragraph:
    """The paragraph before the first heading."""
    return Paragraph(
        random.choice(
            (
                f"本报告依照《中华人民共和国政府信息公开条例》编写，统计时段为{year}年1月1日至{year}年12月31日。",
                f"根据《中华人民共和国政府信息公开条例》第五十条的规定，现公布{year}年的工作情况。",
            )
        )
    )


def write_sections(
    random: Random, form: str, facts: Mapping[str, int], names: Mapping[str, object], *, commas: bool = False
) -> Iterator[Section]:
    """The sections of a report in their order; a sentence stands once in a report."""
    write = _Writer(random, facts, names, random.choice(LENGTHS), commas)
    said: set[int] = set()
    for number, part in enumerate(sentence_rules()["outlines"][form], 1):
        blocks: list[Heading | Paragraph] = []
        for inner, below in enumerate(part.get("parts", [part]), 1):
            if "parts" in part:
                blocks.append(Heading(2, inner, f"（{NUMERALS[inner]}）", below["title"]))
            blocks += (_write(write, topic, said) for topic in below.get("topics", ()))
        yield Section(Heading(1, number, f"{NUMERALS[number]}、", part["title"]), tuple(blocks), part.get("table"))


class _Writer(NamedTuple):
    """What all sentences of a report share."""

    random: Random
    facts: Mapping[str, int]
    names: Mapping[str, object]
    length: int
    commas: bool


def _write(writer: _Writer, topic: str, said: set[int]) -> Paragraph:
    """A paragraph on a topic, of sentences that the report has not said."""
    random = writer.random
    fitting = [s for s in sentences_on(topic) if id(s) not in said and s.fits(writer.facts)]
    chosen = random.sample(fitting, min(len(fitting), random.randint(1, writer.length)))
    said.update(id(sentence) for sentence in chosen)
    written = [write_sentence(random, s, writer.facts, writer.names, commas=writer.commas) for s in chosen]
    text = "".join(paragraph.text for paragraph in written) or "这方面的工作按计划进行。"
    return Paragraph(text, tuple(figure for paragraph in written for figure in paragraph.figures))
