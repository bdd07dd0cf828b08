"""Which agency a name is of: divisions by their year, zones, towns, bodies led from above, and what stays open."""

import pytest

from pipeline.model import Metadata, Registration, Text
from pipeline.register import find_misprints, read_agency, register_agency
from pipeline.register.divisions import load_divisions
from pipeline.register.parents import find_parent
from pipeline.register.rules import register_rules, write_out


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


def test_a_short_name_is_no_division_of_its_own_and_of_one_alone() -> None:
    names = {one.name for some in load_divisions().by_unit.values() for one in some}
    short = [name for rule in register_rules().short_divisions for name in rule.names]
    assert len(short) == len(set(short)) > 0
    assert names.isdisjoint(short)


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
