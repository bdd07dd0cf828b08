"""Zones: their names are whole, and where each lies is said by its name, by the list, or by nobody."""

import pytest

from pipeline.register import read_agency, read_id
from pipeline.register.rules import register_rules


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        # whole, though a division begins so
        ("长春新区管委会", "220100/长春新区"),
        ("黄骅新区管委会", "130983/黄骅新区"),
        ("哈尔滨新区财政局", "230100/哈尔滨新区"),
        ("吉林长春新区管理委员会", "220100/长春新区"),
        ("南沙新区管委会", "440115/南沙新区"),
        ("四川天府新区管委会", "510100/天府新区"),
        ("天津滨海新区财政局", "120116"),
        ("河北雄安新区管委会", "130600/雄安新区"),
        ("西咸新区管委会", "610000/西咸新区"),
        ("重庆两江新区管委会", "500000/两江新区"),
        ("贵州贵安新区管委会", "520000/贵安新区"),
        ("吉林高新区管委会", "220200/高新技术产业开发区"),
        # by its name, or by the list
        ("天柱山风景名胜区管委会", "340824/天柱山风景名胜区"),
        ("天津港保税区财政局", "120116/天津港保税区"),
        ("苏州太仓港经济技术开发区管委会", "320585/太仓港经济技术开发区"),
        ("大连长兴岛经济区管委会", "210200/长兴岛经济区"),
        ("苏州太湖国家旅游度假区管委会", "320500/太湖国家旅游度假区"),
        ("重庆江津工业园区管委会", "500116/工业园区"),
        ("昆山高新区管委会", "320583/高新技术产业开发区"),
        ("安徽巢湖经济开发区管委会", "341402/经济开发区"),
    ],
)
def test_a_zone_lies_where_its_whole_name_or_the_list_says(name: str, zone: str) -> None:
    assert (read_agency(name, 2019).agency_id or "").partition(":")[0] == zone


def test_who_leads_a_zone_is_an_agency() -> None:
    led = [zone for zone in register_rules().zones if zone.led_by]
    assert led
    for zone in led:
        assert zone.led_by is not None
        assert read_id(zone.led_by, 2023).agency_type in ("government", "zone", "central_organ"), zone


def test_every_zone_lies_in_a_division_that_has_that_code() -> None:
    for zone in register_rules().zones:
        found = read_agency(zone.zone + "管理委员会", 2023)
        assert found.adcode is not None, zone
        assert found.level == "zone", zone


@pytest.mark.parametrize(
    "name",
    [
        "天柱湖风景名胜区管委会",
        "长兴岛经济区管委会",
        "太平湖风景区管委会",
        "东海湾开发区管委会",
        "杭州湾新区管委会",
        "海陵岛高新区管委会",
        "鄱阳湖生态经济区管委会",
        "太和寺旅游度假区管委会",
        "友谊关海关",
    ],
)
def test_the_first_part_of_a_division_in_the_name_of_a_mountain_or_a_lake_is_no_place(name: str) -> None:
    found = read_agency(name, 2019)
    assert (found.agency_id, found.adcode) == (None, None)


@pytest.mark.parametrize(
    "name",
    [
        "东湖高新区管委会",
        "太湖国家旅游度假区管委会",
        "平原示范区管委会",
        "平原新区管委会",
        "海港经济开发区管委会",
        "北戴河新区管委会",
        "衡山风景名胜区管委会",
        "南湖新区管委会",
        "滨江开发区管委会",
    ],
)
def test_a_zone_that_others_may_be_called_like_stays_open_with_the_division(name: str) -> None:
    found = read_agency(name, 2019)
    assert found.agency_id is None
    assert len(found.candidates) == 1


def test_the_text_says_which_division_a_zone_is_of() -> None:
    assert read_agency("滨江高新区管委会", 2019, "位于杭州市滨江区").adcode == "330108"
