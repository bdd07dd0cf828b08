"""Gives documents their ids: by their bytes and stated facts; several reports in a file by the file and a number."""

from hashlib import sha256

from pipeline.model import Origin

# How many digits of the id of one of several reports in a file are its number.
PART_DIGITS = 4
# The facts that distinguish documents with the same bytes.
OF_ONE = ("title", "agency", "region", "report_year", "published")
OF_ONE_FACTS = ("title", "issuer", "source", "published")


def identify(digest: str, origin: Origin) -> str:
    """The SHA-256 in hexadecimal digits that identifies a document; its id is the beginning of it.

    It is the ``digest`` of its bytes, unless its row or container states a title, an agency or a day of publication:
    the same words under two titles are two documents, as from townships with nothing to report. Facts of lists count
    only if they separate documents that are otherwise the same, so that the ids of all others stay.

    >>> row = Origin("c.csv", "1", "", (("title", "某镇年报"), ("published", "2022-01-20 08:00")))
    >>> other = Origin(
    ...     "d.csv", "9", "", (("title", " 某镇 年报"), ("url", "http://x.cn"), ("published", "2022年1月20日"))
    ... )
    >>> identify("0f3a", Origin()), identify("0f3a", row) == identify("0f3a", other) != "0f3a"
    ('0f3a', True)
    """
    said = [(name, _plain(name, value)) for name, value in origin.facts if name in OF_ONE_FACTS]
    said += [(f"list {name}", _plain(name, value)) for name, value in origin.listed if origin.apart and name in OF_ONE]
    stated = sorted({(name, value) for name, value in said if value})
    return sha256(f"{digest} {stated!r}".encode("utf-8", "surrogatepass")).hexdigest() if stated else digest


def name_part(document_id: str, number: int) -> str:
    """The id of one of several reports in a file with this id; their rows are adjacent in the tables.

    >>> name_part("0f3a5c7e9b1d2468", 3)
    '0f3a5c7e9b1d0003'
    """
    return f"{document_id[:-PART_DIGITS]}{number:0{PART_DIGITS}x}"


def number_of_part(document_id: str, file_id: str) -> int | None:
    """The number of a document among the reports in a file with that id; null for the file itself and for others.

    >>> number_of_part("0f3a5c7e9b1d0003", "0f3a5c7e9b1d2468"), number_of_part("0f3a5c7e9b1d2468", "0f3a5c7e9b1d2468")
    (3, None)
    """
    if document_id == file_id or document_id[:-PART_DIGITS] != file_id[:-PART_DIGITS]:
        return None
    return int(document_id[-PART_DIGITS:], 16)


def _plain(name: str, value: str) -> str:
    # Few documents have facts of their own, so the modules that read facts are loaded only then.
    from pipeline.characters import squeeze, to_plain  # noqa: PLC0415
    from pipeline.values import find_dates  # noqa: PLC0415

    plain = to_plain(value)
    if name == "published" and (day := next((one for one in find_dates(plain) if one.precision == "day"), None)):
        return day.first.isoformat()
    return squeeze(plain)
