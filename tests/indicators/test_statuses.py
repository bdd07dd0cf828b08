"""Why the panel has no number: each reason is told where it is the true one, and no other."""

import pytest

from pipeline import extract_text
from pipeline.model import IndicatorStatus, Report, Source, Status
from pipeline.report import extract_source
from pipeline.rulebook.statuses import StatusRules, reason_of, status_rules
from tests.htmltables import table
from tests.statutory import REQUESTS

HEAD = "柳溪县水务局{}年政府信息公开工作年度报告\n一、总体情况\n"
CASES_HEAD = "行政复议 行政诉讼\n未经复议直接起诉 复议后起诉\n"
TABLE = "自然人\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\t总计\n"
RECEIVED = f"{REQUESTS['received']}\t{{}}\n"
CARRIED = "二、上年结转政府信息公开申请数量\t0\t0\t0\t0\t0\t0\t0\n"


def status_of(text: str, indicator: str) -> IndicatorStatus:
    """The status of an indicator in a report of these words."""
    (found,) = (status for status in extract_text(text).statuses if status.indicator == indicator)
    assert found.status is reason_of(found.reason).status
    return found


def in_table(row: str, year: int = 2023, caption: str = "") -> str:
    return HEAD.format(year) + "全年工作平稳。\n" + caption + TABLE + RECEIVED.format(row) + CARRIED


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("4\t1\t0\t0\t0\t0\t5", "number_in_cell"),
        ("0\t0\t0\t0\t0\t0\t0", "zero_in_cell"),
        ("4\t1\t0\t0\t0\t0\t", "sums_leave_one"),
        ("4\t\t0\t0\t0\t0\t", "cell_is_blank"),
        ("4\t\t0\t0\t0\t0\t/", "cell_is_struck"),
        ("4\t\t0\t0\t0\t0\t无", "cell_is_struck"),
        ("4\t\t0\t0\t0\t0\t约5", "cell_unread"),
    ],
)
def test_a_cell_says_why_it_states_no_number(row: str, reason: str) -> None:
    heads = "申请情况|自然人|商业企业|科研机构|社会公益组织|法律服务机构|其他|总计"
    rows = [line.strip("\n").replace("\t", "|") for line in (RECEIVED.format(row), CARRIED)]
    page = f"<h1>柳溪县水务局2023年政府信息公开工作年度报告</h1>{table(heads, *rows)}"
    report = extract_source(Source("a.html", page.encode()))
    assert isinstance(report, Report)
    (found,) = (status for status in report.statuses if status.indicator == "requests")
    assert found.reason == reason
    assert len(found.evidence) == 1
    assert found.evidence[0].startswith("cell:")


def test_numbers_without_a_column_are_the_reason() -> None:
    found = status_of(in_table("4\t1\t0\t0\t0\t0"), "requests")
    assert (found.reason, found.problem, len(found.evidence)) == ("row_unplaced", "ragged_row", 6)


def test_a_number_that_can_be_no_count_is_the_reason() -> None:
    rows = (
        "信息内容\t本年处理决定数量",
        "行政许可\t1.234",
        "行政处罚\t7",
        "信息内容\t本年收费金额",
        "行政事业性收费\t0.5",
    )
    found = status_of("\n".join(rows), "licensing_decisions")
    assert (found.reason, found.problem) == ("count_is_odd", "odd_count")


def test_a_table_of_another_year_is_the_reason_and_names_its_cells() -> None:
    found = status_of(in_table("4\t1\t0\t0\t0\t0\t5", caption="2022年收到和处理政府信息公开申请情况表\n"), "requests")
    assert (found.status, found.problem) == (Status.OTHER_YEAR, "other_year_table")
    assert found.evidence


def test_two_tables_that_differ_are_the_reason() -> None:
    twice = in_table("4\t1\t0\t0\t0\t0\t5") + TABLE + RECEIVED.format("40\t10\t0\t0\t0\t0\t50")
    found = status_of(twice, "requests")
    assert (found.status, found.problem, len(found.evidence)) == (Status.CONTRADICTED, "contradicting_cells", 2)


@pytest.mark.parametrize(
    ("year", "sentence", "indicator", "reason"),
    [
        # What the prose has, and what it has not.
        (2023, "全年收到政府信息公开申请5件。", "requests", "number_in_prose"),
        (2023, "全年未收到政府信息公开申请。", "requests", "zero_in_prose"),
        (2023, "2022年收到政府信息公开申请5件。", "requests", "other_period"),
        (2023, "上半年收到政府信息公开申请5件。", "requests", "other_period"),
        (2023, "收到政府信息公开申请比上年增加5件。", "requests", "no_level"),
        (2023, "甲处收到政府信息公开申请5件，乙处收到政府信息公开申请7件。", "requests", "sentence_differs"),
        (2023, "县教育局收到政府信息公开申请5件。", "requests", "of_another_body"),
        (2023, "全年收到政府信息公开申请5件。后经核对，收到政府信息公开申请8件。", "requests", "sentence_differs"),
        (2023, "全年收到政府信息公开申请3至5件。", "requests", "only_bounds"),
        (2023, "全年收到政府信息公开申请3.5件。", "requests", "number_is_odd"),
        (2023, "全年收到政府信息公开申请1.2万件。", "requests", "number_in_prose"),
        (2023, "全年收到政府信息公开申请③件。", "requests", "number_torn"),
        (2023, "政府信息公开申请收发登记簿共记5件。", "requests", "words_unread"),
        # What the forms of the year ask for.
        (2023, "全年工作平稳。", "requests", "no_table"),
        (2016, "全年工作平稳。", "requests", "no_table"),
        (2010, "全年工作平稳。", "requests", "nothing_said"),
        (2023, "全年工作平稳。", "consultations", "nothing_said"),
        (2023, "全年工作平稳。", "disclosed", "nothing_said"),
    ],
)
def test_the_prose_says_why_it_states_no_number(year: int, sentence: str, indicator: str, reason: str) -> None:
    assert status_of(HEAD.format(year) + sentence, indicator).reason == reason


@pytest.mark.parametrize(
    ("sentence", "indicator", "reason"),
    [
        # What was issued may be made public as well, and no form of the year prints how many were.
        ("全年发布信息300条，其中制发的规范性文件2件。", "normative_disclosed", "words_unread"),
        ("新增公开县政府规章2件。", "regulations_disclosed", "words_unread"),
        ("全年制发规范性文件2件。", "normative_disclosed", "no_table"),
        ("修订规章制度2件，公开目录1个。", "regulations_disclosed", "no_table"),
        # A denial that is no figure.
        ("行政诉讼无。", "litigation", "denial_unread"),
        ("行政复议无、行政诉讼无。", "reviews", "denial_unread"),
        ("未参加在线访谈。", "interviews", "zero_in_prose"),
        ("未参加县政府网站在线访谈。", "disclosed_website", "no_table"),
        ("没有设立专门机构。", "units_dedicated", "denial_unread"),
        ("上年结转0，本年新收申请3件。", "requests_carried_in", "denial_unread"),
        ("上年结转申请无，本年新收申请3件。", "requests_carried_in", "denial_unread"),
        ("复议案件处理无法律争议。", "reviews", "no_table"),
        ("做到网站无死链。", "disclosed_website", "no_table"),
        ("未经审查的信息不得在网站发布。", "disclosed_website", "no_table"),
        # What stands behind a number that cannot be read, up to the next one.
        ("收到政府信息公开申请③件，都已办结。", "closed", "number_torn"),
        # A sum of what channels published, and staff of whom the verb says what they do.
        ("网站公开30条，微信公开5条，合计35条。", "disclosed", "words_unread"),
        ("从事政务公开工作的有3人。", "staff", "words_unread"),
        # What is a part, the rest of a list, or more than its total.
        ("收到政府信息公开申请9件，8件在法定期限内答复，1件延期答复。", "replies", "of_a_part"),
        ("收到政府信息公开申请9件，其中8件已按期答复，1件经批准延长期限后答复。", "replies", "of_a_part"),
        ("工作动态和其他应主动公开的政府信息25条。", "disclosed", "of_one_field"),
        ("主动公开政府信息200条。其中微博2个，共发布信息300条。", "disclosed_weibo", "whole_differs"),
        ("县交通局、县政府网站公开信息30条。", "disclosed_website", "of_another_body"),
        ("在县政府和县教育局网站公开信息30条。", "disclosed_website", "of_another_body"),
        ("从事政府信息公开工作人员3人，其中1名兼职人员常驻窗口。", "staff_part_time", "words_unread"),
        # What must be read beside them.
        ("全年通过县水务局门户网站公开信息30条。", "disclosed_website", "number_in_prose"),
        ("2016年县水务局网站公开信息30条。", "disclosed_website", "number_in_prose"),
        ("没有政府信息公开专门机构和专职人员，工作人员均为兼职。", "units_dedicated", "zero_in_prose"),
        ("没有政府信息公开专门机构和专职人员，工作人员均为兼职。", "staff_full_time", "zero_in_prose"),
        ("其中微博2个，共发布信息300条；微信公众号3个，共发布信息400条。", "disclosed_wechat", "number_in_prose"),
    ],
)
def test_what_no_rule_reads_is_not_called_unmentioned(sentence: str, indicator: str, reason: str) -> None:
    text = f"柳溪县水务局2016年政府信息公开工作年度报告\n一、概述\n{sentence}"
    assert status_of(text, indicator).reason.replace("nothing_said", "no_table") == reason


def test_a_clause_that_is_no_more_than_none_denies_what_its_title_names() -> None:
    titles = ("一、申请公开情况\n工作平稳。", "二、因信息公开申请行政复议、提起行政诉讼的情况\n无。")
    text = "\n".join(("柳溪县水务局2011年政府信息公开工作年度报告", *titles))
    assert status_of(text, "reviews").reason == "denial_unread"
    assert status_of(text, "litigation").reason == "denial_unread"
    assert status_of(text, "requests").reason == "nothing_said"


def test_what_the_form_does_not_ask_for_is_not_called_unmentioned() -> None:
    text = in_table("4\t1\t0\t0\t0\t0\t5")
    assert status_of(text, "disclosed").reason == "form_lacks_it"
    assert status_of(text, "granted").reason == "row_not_printed"
    assert status_of(text, "reviews").reason == "no_table"


def test_a_row_whose_cells_were_lost_is_not_called_omitted() -> None:
    last = f"{REQUESTS['carried_out']}\t0\t0\t0\t0\t0\t0\t0\n"
    text = in_table("4\t1\t0\t0\t0\t0\t5") + f"{REQUESTS['granted']}\n{last}"
    assert status_of(text, "granted").reason == "row_is_bare"
    assert status_of(text, "granted_partly").reason == "row_not_printed"


def test_of_a_sum_the_blank_part_is_the_reason_and_the_evidence() -> None:
    rows = [f"{n}.{label}\t0\t0\t0\t0\t0\t0\t{'' if n == 2 else 0}\n" for n, label in enumerate(UNABLE, 1)]
    found = status_of(in_table("4\t1\t0\t0\t0\t0\t5") + "".join(rows), "unable")
    assert (found.reason, len(found.evidence)) == ("part_is_blank", 1)


UNABLE = ("本机关不掌握相关政府信息", "没有现成信息需要另行制作", "补正后申请内容仍不明确")


def test_a_table_without_its_grid_names_the_indicators_that_it_costs() -> None:
    lost = f"{REQUESTS['received']}1234567\n{REQUESTS['carried_in']}0000000\n"
    report = extract_text(HEAD.format(2023) + "三、申请情况\n" + lost)
    (status,) = (one for one in report.statuses if one.indicator == "requests")
    assert (status.reason, status.problem) == ("grid_is_lost", "flattened_table")
    (problem,) = (one for one in report.problems if one.code == "flattened_table")
    assert "requests (本年新收政府信息公开申请)" in problem.message
    assert "requests_carried_in" not in problem.message


def test_zeros_that_ran_together_have_one_reading_where_no_sum_could_prove_any() -> None:
    rows = "信息内容\n本年制发件数本年废止件数现行有效件数\n规章000\n行政规范性文件{}\n"
    report = HEAD.format(2023) + "二、主动公开政府信息情况\n" + rows
    assert status_of(report.format("000"), "regulations_in_force").reason == "zero_in_cell"
    assert status_of(report.format("123"), "normative_in_force").status is Status.UNREADABLE


def test_each_status_has_a_line_and_no_reason_stands_twice() -> None:
    rules = status_rules()
    for broken in (
        {"statuses": rules.statuses[1:]},
        {"reasons": (*rules.reasons, rules.reasons[0])},
        {"reasons": tuple(reason for reason in rules.reasons if reason.status is not Status.DERIVED)},
    ):
        with pytest.raises(ValueError, match=r"statuses|reasons"):
            StatusRules.model_validate(rules.model_dump() | {k: [r.model_dump() for r in v] for k, v in broken.items()})


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("全镇各村主动公开信息155条。", "of_another_body"),
        ("全镇各村(居)共公开信息155条。", "of_another_body"),
        ("全镇共主动公开信息155条。", "number_in_prose"),
    ],
)
def test_what_the_villages_of_a_town_published_is_not_its_own(sentence: str, reason: str) -> None:
    text = f"柳溪县青禾镇人民政府2022年政府信息公开工作年度报告\n一、主动公开\n{sentence}"
    assert status_of(text, "disclosed").reason == reason


def test_a_row_of_a_local_form_that_lost_its_grid_is_why_there_is_no_number() -> None:
    text = (
        "柳溪县水务局2012年政府信息公开工作年度报告\n一、概述\n我局认真做好信息公开工作。\n附表\n"
        "指标名称计量单位2012年度历年累计主动公开信息数条51238421其中：1.政府网站公开数条21335421"
        "2.政府公报公开数条17受理政府信息公开申请总数条3141其中：1.当面申请数条1123\n"
    )
    for code in ("disclosed_website", "disclosed_gazette", "requests_in_person"):
        status = status_of(text, code)
        assert (status.reason, status.problem) == ("grid_is_lost", "flattened_table")
    assert status_of(text, "requests_letter").reason != "grid_is_lost"
