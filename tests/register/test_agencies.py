"""Which agency a name is of: divisions by their year, zones, towns, bodies led from above, and what stays open."""

import pytest

from pipeline.model import Metadata, Registration, Text
from pipeline.register import find_misprints, read_agency, read_id, register_agency
from pipeline.register.divisions import Division, full_name, last_year, load_divisions, nearest
from pipeline.register.parents import find_parent
from pipeline.register.rules import event_rules, register_rules, write_out


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


@pytest.mark.parametrize(
    ("name", "level", "kind"),
    [
        ("沈阳市政务服务办", "prefecture", "department"),
        ("上海市人民政府办公厅", "province", "government_office"),
        ("平潭综合实验区管委会", "zone", "zone"),
        ("平潭综合实验区", "zone", "zone"),
        ("平潭综合实验区地方税务局", "zone", "vertical"),
        ("福州市地方税务局", "prefecture", "vertical"),
        ("福建省地方税务局", "province", "department"),
        ("福建省国家税务局", "province", "vertical"),
        ("福州市税务局", "prefecture", "vertical"),
        ("中山市东区街道办事处", "township", "town"),
        ("昌邑市新区街道办事处", "township", "town"),
        ("西咸新区开发建设管理委员会", "zone", "zone"),
        ("西咸新区沣东新城管委会", "zone", "zone"),
        ("沈阳市公安局和平分局", "county", "department"),
        ("益阳市农委", "prefecture", "department"),
        ("益阳市供销社", "prefecture", "institution"),
        ("共青团益阳市委员会", "prefecture", "association"),
        ("中华人民共和国财政部", "state", "central_organ"),
        ("遂溪县建新镇人民政府", "township", "town"),
        ("吉林市龙潭区湘潭街道办事处", "township", "town"),
        ("沭阳县沭城镇人民政府", "township", "town"),
        ("遂溪县建新镇中心小学", "township", "school"),
        ("滁州市中级人民法院", "prefecture", "court"),
        ("洪山区人民检察院", "county", "procuratorate"),
        ("国家卫生健康委", "state", "central_organ"),
        ("水利部", "state", "central_organ"),
        ("国务院办公厅", "state", "central_organ"),
        ("国家税务总局沭阳县税务局", "county", "vertical"),
        ("城口县委办公室", "county", "party_organ"),
        ("厦门市第一中学", "prefecture", "school"),
        ("宿迁市第一人民医院", "prefecture", "hospital"),
        ("益阳市公共资源交易中心", "prefecture", "institution"),
        ("益阳市残联", "prefecture", "association"),
        ("福州市自来水公司", "prefecture", "enterprise"),
        ("锡林郭勒盟行政公署", "prefecture", "government"),
        ("住房和城乡建设部", "state", "central_organ"),
        ("益阳市住房和城乡建设局", "prefecture", "department"),
        ("益阳市城乡规划局", "prefecture", "department"),
        ("益阳市乡镇企业局", "prefecture", "department"),
    ],
)
def test_level_and_type(name: str, level: str, kind: str) -> None:
    found = read_agency(name, 2018)
    assert (found.level, found.agency_type) == (level, kind)
    assert found.agency_id is not None


@pytest.mark.parametrize(
    "name",
    [
        "清溪镇人民政府",
        "官亭街道办事处",
        "东区街道办事处",
        "西区街道办事处",
        "城区街道办事处",
        "公安局和平分局",
        "和平区公安分局",
        "朝阳经济开发区管委会",
        "市水务局",
        "人民医院",
        "鼓楼区人民政府",
        "我局",
    ],
)
def test_a_name_that_many_agencies_have_is_of_none(name: str) -> None:
    assert read_agency(name, 2018).agency_id is None


def test_a_place_that_no_list_has_is_told_apart_by_its_name_as_printed() -> None:
    one, other, third = (read_agency(name, 2018) for name in ("青禾县水务局", "某省青禾县水务局", "柳溪县水务局"))
    assert len({one.agency_id, other.agency_id, third.agency_id}) == 3
    assert (one.agency_id, one.adcode, one.level) == ("unlisted:青禾县水务局", None, None)
    # It lies in the province that its name says, but what it is there is not known.
    assert read_agency("河北省青禾县水务局", 2018).agency_id != read_agency("河北省水务局", 2018).agency_id


@pytest.mark.parametrize("said", ["", "朝阳区", "北京市与长春市交流", "长春新区"])
def test_what_the_text_does_not_decide_stays_open(said: str) -> None:
    assert read_agency("朝阳区人民政府", 2020, said).candidates == ("北京市朝阳区", "吉林省长春市朝阳区")


def test_a_slip_of_the_print_is_placed_and_told() -> None:
    found = read_agency("沐阳县人民政府", 2025)
    assert (found.agency_id, found.misprint) == ("321322:人民政府", "沐阳县")
    assert [(one.printed, one.times) for one in find_misprints(found, "沐阳县公开,沭阳县与沐阳县")] == [("沐阳县", 2)]
    assert read_agency("青禾县人民政府", 2025).misprint is None
    # A name that is another division's is no slip.
    assert list(find_misprints(read_agency("泌阳县人民政府", 2020), "沁阳市")) == []


@pytest.mark.parametrize(
    ("name", "parent"),
    [
        ("沈阳市政务服务办", "210100:人民政府"),
        ("遂溪县建新镇人民政府", "440823:人民政府"),
        ("遂溪县人民政府", "440800:人民政府"),
        ("天津市静海区人民政府", "120000:人民政府"),
        ("福建省人民政府", "state:国务院"),
        ("益阳高新区市场监督管理局", "430900/高新技术产业开发区:管理委员会"),
        ("益阳高新区管委会", "430900:人民政府"),
        ("平潭综合实验区管委会", "350000:人民政府"),
        ("平潭综合实验区财政局", "350128/平潭综合实验区:管理委员会"),
        ("平潭综合实验区地方税务局", "350000:地方税务局"),
        ("雄安新区管委会", "130000:人民政府"),
        ("新疆生产建设兵团第一师", "650000/新疆生产建设兵团:管理委员会"),
        ("西咸新区沣东新城管委会", "610000/西咸新区:管理委员会"),
        ("沭阳县地方税务局", "321300:地方税务局"),
        ("宿迁市国家税务局", "320000:国家税务局"),
        ("江苏省地方税务局", "320000:人民政府"),
        ("国家税务总局江苏省税务局", "state:国家税务总局"),
        ("国家税务总局沭阳县税务局", "321300:税务局"),
        ("国家税务总局宿迁市税务局稽查局", "321300:税务局"),
        ("沈阳市公安局和平分局", "210100:公安局"),
        ("重庆市江北区规划分局", None),
        ("滁州市中级人民法院", None),
        ("水利部", "state:国务院"),
        ("青禾县水务局", None),
    ],
)
def test_the_parent_is_the_government_around(name: str, parent: str | None) -> None:
    found = read_agency(name, 2018)
    assert found.agency_id is not None
    assert find_parent(found.agency_id, found.agency_type) == parent


@pytest.mark.parametrize(
    ("name", "zone"),
    [
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
    ],
)
def test_the_name_of_a_zone_is_not_cut(name: str, zone: str) -> None:
    assert (read_agency(name, 2019).agency_id or "").partition(":")[0] == zone


def test_a_short_name_is_no_division_of_its_own_and_of_one_alone() -> None:
    names = {one.name for some in load_divisions().by_unit.values() for one in some}
    short = [name for rule in register_rules().short_divisions for name in rule.names]
    assert len(short) == len(set(short)) > 0
    assert names.isdisjoint(short)


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


def test_words_are_written_out_once_and_full_names_stay() -> None:
    rules = register_rules().words
    for wording in rules:
        for short in wording.yes:
            full, _ = write_out(short, rules)
            assert write_out(full, rules)[0] == full, (short, full)


def test_a_report_without_a_name_has_no_agency() -> None:
    assert register_agency(Metadata(), Text("", "")) == Registration()


def test_the_place_of_the_name_in_the_text_is_told() -> None:
    text = "2016年年度报告\n益阳市审计局"
    said = Metadata(agency="益阳市审计局", report_year=2016)
    found = register_agency(said, Text(text, text))
    assert found.agency_start == 10
    assert text[10:] == "益阳市审计局"


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
    ("name", "base"),
    [
        ("天柱山风景名胜区管委会", "340824/天柱山风景名胜区"),
        ("天津港保税区财政局", "120116/天津港保税区"),
        ("苏州太仓港经济技术开发区管委会", "320585/太仓港经济技术开发区"),
        ("大连长兴岛经济区管委会", "210200/长兴岛经济区"),
        ("苏州太湖国家旅游度假区管委会", "320500/太湖国家旅游度假区"),
        ("重庆江津工业园区管委会", "500116"),
        ("昆山高新区管委会", "320583/高新技术产业开发区"),
        ("安徽巢湖经济开发区管委会", "341402/经济开发区"),
    ],
)
def test_a_zone_lies_where_its_name_or_the_list_says(name: str, base: str) -> None:
    assert (read_agency(name, 2019).agency_id or "").startswith(base)


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


@pytest.mark.parametrize(
    "name",
    [
        "经济开发区管委会",
        "工业园区管理委员会",
        "市区人民政府",
        "我市人民政府",
        "该县财政局",
        "中医院",
        "县中医院",
        "团市委",
        "青禾经济开发区管委会",
    ],
)
def test_what_any_place_has_is_no_agency(name: str) -> None:
    assert read_agency(name, 2019).agency_id is None


@pytest.mark.parametrize(
    ("name", "year", "agency_id"),
    [
        ("苏州市昆山生态环境局", 2020, "320583:生态环境分局"),
        ("苏州市生态环境局昆山分局", 2020, "320583:生态环境分局"),
        ("淮安市洪泽生态环境局", 2020, "320829:生态环境分局"),
        ("深圳市市场监督管理局宝安监管局", 2020, "440306:市场监督管理分局"),
        ("上海市公安局浦东分局", 2020, "310115:公安分局"),
        ("保定市环境保护局满城县分局", 2016, "130621:环境保护分局"),
        ("石家庄市公安局桥东分局", 2018, None),
        ("长治市公安局城区分局", 2020, None),
        ("苏州市生态环境局", 2020, "320500:生态环境局"),
    ],
)
def test_a_branch_is_in_its_district_by_whatever_name(name: str, year: int, agency_id: str | None) -> None:
    assert read_agency(name, year).agency_id == agency_id


@pytest.mark.parametrize(
    ("name", "year", "agency_id"),
    [
        ("北京市场监管局", 2019, "110000:市场监督管理局"),
        ("北京市政市容管理委员会", 2014, "110000:市政市容管理委员会"),
        ("天津市政公路管理局", 2014, "120000:市政公路管理局"),
        ("吉林市场监督管理局", 2019, None),
        ("吉林省吉林市场监督管理局", 2019, "220200:市场监督管理局"),
        ("合肥市政务服务局", 2019, "340100:政务服务局"),
        ("合肥市政府", 2019, "340100:人民政府"),
        ("河北省药监局", 2016, "130000:食品药品监督管理局"),
        ("河北省药监局", 2019, "130000:药品监督管理局"),
        ("合肥市蜀山区人民政府三里庵街道办事处", 2019, "340104/三里庵街道:办事处"),
        ("合肥市自然资源和规划局（市林业局）", 2019, "340100:自然资源和规划局"),
        ("合肥市财政局本级", 2019, "340100:财政局"),
        ("第八师石河子市财政局", 2019, "659001/新疆生产建设兵团第八师:财政局"),
        ("新疆生产建设兵团第八师石河子市财政局", 2019, "659001/新疆生产建设兵团第八师:财政局"),
        ("第一师范学校", 2019, None),
        ("民革合肥市委", 2019, "340100:民革委"),
        ("中国民主同盟合肥市委员会", 2019, "340100:民盟委"),
        ("合肥市团市委", 2019, "340100:共青团委"),
    ],
)
def test_no_word_is_cut_and_short_forms_are_written_out(name: str, year: int, agency_id: str | None) -> None:
    assert read_agency(name, year).agency_id == agency_id


@pytest.mark.parametrize(
    ("name", "level", "kind"),
    [
        ("国家统计局河北调查总队", "province", "vertical"),
        ("国家税务总局吉林省税务局", "province", "vertical"),
        ("中国证监会河北监管局", "province", "vertical"),
        ("国家矿山安全监察局河北局", "province", "vertical"),
        ("人民银行宿迁市中心支行", "prefecture", "vertical"),
        ("河北省地震局", "province", "vertical"),
        ("合肥市地震局", "prefecture", "department"),
        ("重庆市人民检察院第一分院", "province", "procuratorate"),
        ("新疆维吾尔自治区高级人民法院伊犁哈萨克自治州分院", "province", "court"),
        ("国家电网", None, "enterprise"),
        ("国家能源集团", None, "enterprise"),
        ("国家图书馆", None, "institution"),
        ("国家开放大学", None, "university"),
        ("国家能源局", "state", "central_organ"),
        ("民革合肥市委", "prefecture", "party_organ"),
    ],
)
def test_bodies_of_the_whole_state_and_their_offices(name: str, level: str | None, kind: str) -> None:
    found = read_agency(name, 2019)
    assert (found.level, found.agency_type) == (level, kind)


@pytest.mark.parametrize(
    ("name", "year"),
    [("鄂尔多斯市康巴什区", 2015), ("深圳市光明区", 2017), ("深圳市坪山区", 2015), ("无锡市新吴区", 2014)],
)
def test_a_code_is_valid_at_the_end_of_the_year_or_null(name: str, year: int) -> None:
    found, next_year = read_agency(name + "人民政府", year), read_agency(name + "人民政府", year + 1)
    assert found.adcode is None
    assert found.agency_id == next_year.agency_id is not None
    assert next_year.adcode is not None
