"""Each exclusion holds on its own yes and not on its own no; names hold what stands in them."""

import pytest

from pipeline.figures.exclusions import Exclusion, exclusion_rules, find_exclusion, find_names
from pipeline.figures.quantities import find_quantities
from tests.figures.marked import marked

RULES = [*exclusion_rules().exclusion, *exclusion_rules().quantity, *exclusion_rules().nature]


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.name)
def test_an_example_marks_the_number_as_a_text_has_it(rule: Exclusion) -> None:
    for example in (*rule.yes, *rule.no):
        _, quantity = marked(example)
        assert (quantity.start, quantity.end) == (example.index("【"), example.index("】") - 1), example


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.name)
def test_a_rule_holds_on_its_yes_and_not_on_its_no(rule: Exclusion) -> None:
    assert [e for e in rule.yes if not rule.holds(*marked(e))] == []
    assert [e for e in rule.no if rule.holds(*marked(e))] == []


@pytest.mark.parametrize(
    ("example", "exclusion"),
    [
        ("到【2016年】底", "calendar"),
        ("11月【22日】", "calendar"),
        ("第【二十条】", "order"),
        ("共【20条】", None),
        ("粉丝【54373】,", None),
        ("《关于【50项】措施的通知》", "name"),
        ("建设“【五个】中心”", "set_phrase"),
        ("访问www.a【12】.gov.cn", "contact"),
        ("编号【1024】", "contact"),
        ("共计【1024】。", "bare"),
        ("作为【一项】重要工作", "indefinite"),
    ],
)
def test_says_why_a_number_is_no_figure(example: str, exclusion: str | None) -> None:
    text, quantity = marked(example)
    name, _ = find_names(text).around(quantity.start, quantity.end, 0)
    assert find_exclusion(text, quantity, name) == exclusion


def test_names_are_told_in_one_pass() -> None:
    text = "《甲》3件,“五个一”4件,《乙〔2016〕8号》5件"
    names, cursor, found = find_names(text), 0, []
    for quantity in find_quantities(text, 0, len(text)):
        name, cursor = names.around(quantity.start, quantity.end, cursor)
        found.append((text[quantity.start : quantity.end], name))
    assert [f for f in found if f[0].endswith("件")] == [("3件", None), ("4件", None), ("5件", None)]
    assert {name for _, name in found if name} == {"slogan", "name"}


@pytest.mark.parametrize(
    ("example", "nature"),
    [
        ("落实“1+【3】+8”体系", "set_phrase"),
        ("实施“【415】”工程", "set_phrase"),
        ("国务院令第【711】号", "reference"),
        ("国务院公报第【7】期", "order"),
        ("(某办发〔【2018】〕7号)", "reference"),
        ("印发《【2018】年要点》", "name"),
        ("PM【2.5】浓度", "code"),
        ("日期2019-01-【04】", "calendar"),
        ("三次产业结构为17.6:【29.0】:53.4", "ratio"),
        ("贡献【9】魂", "bare"),
        ("省政府【16】号文件", "reference"),
        ("党的【20】大、全国两会", "order"),
    ],
)
def test_what_was_kept_out_for_its_shape_is_called_what_it_is(example: str, nature: str) -> None:
    text, quantity = marked(example)
    name, _ = find_names(text).around(quantity.start, quantity.end, 0)
    assert find_exclusion(text, quantity, name) == nature


def test_the_rules_of_natures_let_no_number_in() -> None:
    """Each of their examples is kept out by an exclusion, or by having no unit, and stays out."""
    for rule in exclusion_rules().nature:
        for example in rule.yes:
            text, quantity = marked(example)
            assert not rule.units
            assert find_exclusion(text, quantity, None) is not None, example
