"""Divisions by the year of a report: their names and codes, and what became of them."""

import pytest

from pipeline.language import VERBAL, cut_words
from pipeline.register import read_agency
from pipeline.register.divisions import Division, full_name, last_year, load_divisions, nearest
from pipeline.register.rules import event_rules


def divisions_of(year: int) -> list[Division]:
    return [one for some in load_divisions().by_unit.values() for one in some if one.first <= year <= one.last]


@pytest.mark.parametrize("year", [2008, 2014, 2020])
def test_every_division_is_read_by_its_full_name(year: int) -> None:
    missed = [
        full_name(one)
        for one in divisions_of(year)
        if (found := read_agency(full_name(one) + "财政局", year)).agency_id != f"{one.unit}:财政局"
        or found.adcode != one.code
    ]
    assert missed == []


@pytest.mark.parametrize("year", [2008, 2014, 2020])
def test_a_name_alone_is_read_where_it_is_the_only_one_and_has_all_candidates_where_it_is_not(year: int) -> None:
    named: dict[str, set[str]] = {}
    for one in divisions_of(year):
        named.setdefault(one.name, set()).add(full_name(one))
    for name, full in named.items():
        found = read_agency(name + "人民政府", year)
        assert (found.adcode is None) == (len(full) > 1), name
        assert set(found.candidates) == (full if len(full) > 1 else set()), name


def test_the_divisions_are_as_many_as_the_statistics_have() -> None:
    # China Statistical Yearbook: divisions of county and of prefecture level at the end of the year, without Taiwan,
    # Hong Kong and Macao.
    counted = {2008: (2859, 333), 2015: (2850, 334), 2020: (2844, 333)}
    ranks = {year: [one.rank for one in divisions_of(year)] for year in counted}
    assert {year: (some.count(3), some.count(2)) for year, some in ranks.items()} == counted


def test_no_code_is_that_of_two_divisions_in_a_year() -> None:
    for year in range(2007, last_year() + 1):
        codes = [one.code for one in divisions_of(year)]
        assert len(codes) == len(set(codes))


def test_what_became_of_a_division_names_codes_of_the_years_before_and_after() -> None:
    for event in event_rules().events:
        before = {one.code for one in divisions_of(event.year - 1 if event.year > 2007 else 2007)}
        after = {one.code for one in divisions_of(event.year)}
        assert set(event.into) <= after, event
        assert event.year == 2007 or set(event.of) <= before, event


@pytest.mark.parametrize(
    ("name", "year", "where"),
    [
        ("静海县人民政府", 2014, ("天津市", None, "静海县", "120223")),
        ("静海县人民政府", 2015, ("天津市", None, "静海区", "120118")),
        ("简阳市财政局", 2012, ("四川省", "资阳市", "简阳市", "512081")),
        ("简阳市财政局", 2020, ("四川省", "成都市", "简阳市", "510185")),
        ("儋州市教育局", 2012, ("海南省", None, "儋州市", "469003")),
        ("儋州市教育局", 2020, ("海南省", "儋州市", None, "460400")),
        ("石河子市人民政府", 2020, ("新疆维吾尔自治区", None, "石河子市", "659001")),
        ("仙桃市人民政府", 2020, ("湖北省", None, "仙桃市", "429004")),
        ("东莞市公安局", 2020, ("广东省", "东莞市", None, "441900")),
        ("河北沧州市审计局", 2018, ("河北省", "沧州市", None, "130900")),
        ("广西财政厅", 2018, ("广西壮族自治区", None, None, "450000")),
        ("西咸新区管委会", 2018, ("陕西省", None, None, "610000")),
        ("重庆两江新区管理委员会", 2018, ("重庆市", None, None, "500000")),
        ("国家税务总局沭阳县税务局", 2020, ("江苏省", "宿迁市", "沭阳县", "321322")),
        ("国家统计局宿迁调查队", 2020, ("江苏省", "宿迁市", None, "321300")),
        # A report on a year may be written when the division has its next name already.
        ("淮安市洪泽区人民政府", 2015, ("江苏省", "淮安市", "洪泽县", "320829")),
        ("平潭县人民政府", 2026, ("福建省", "福州市", "平潭县", "350128")),
    ],
)
def test_a_place_is_as_it_was_in_the_year(name: str, year: int, where: tuple[str | None, ...]) -> None:
    found = read_agency(name, year)
    assert (found.province, found.prefecture, found.county, found.adcode) == where


def test_a_division_without_a_year_is_as_it_is_now() -> None:
    assert nearest("120223", None).name == "静海区"
    assert read_agency("静海县人民政府").adcode == "120223"


@pytest.mark.parametrize(
    ("name", "year"),
    [
        ("石家庄市桥东区财政局", 2017),
        ("北京市崇文区财政局", 2015),
        ("上海市闸北区人民政府", 2018),
        ("綦江县人民政府", 2013),
    ],
)
def test_a_division_that_was_merged_years_before_has_no_code(name: str, year: int) -> None:
    found = read_agency(name, year)
    assert (found.agency_id, found.adcode) == (None, None)


def test_a_division_has_its_code_as_long_as_it_was_one() -> None:
    assert read_agency("北京市崇文区财政局", 2009).adcode == "110103"


@pytest.mark.parametrize(
    ("name", "year"),
    [("鄂尔多斯市康巴什区", 2015), ("深圳市光明区", 2017), ("深圳市坪山区", 2015), ("无锡市新吴区", 2014)],
)
def test_a_code_is_valid_at_the_end_of_the_year_or_null(name: str, year: int) -> None:
    found, next_year = read_agency(name + "人民政府", year), read_agency(name + "人民政府", year + 1)
    assert found.adcode is None
    assert found.agency_id == next_year.agency_id is not None
    assert next_year.adcode is not None


def test_no_name_of_a_division_begins_with_a_verb() -> None:
    """开州区 was read as 开|州|区, and what stood on its website as opened."""
    names = {division.name for same in load_divisions().by_unit.values() for division in same}
    words = {name: cut_words(f"在{name}公布", 0, len(name) + 3)[1] for name in names}

    assert len(names) > 3000
    assert [name for name, word in words.items() if word.kind in VERBAL and name.startswith(word.text)] == []
