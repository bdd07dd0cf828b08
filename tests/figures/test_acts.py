"""The verb of a number that stands in a list, among examples, behind what it is done to, or behind 不."""

import pytest

from pipeline.report import extract_text


def actions(text: str) -> list[str | None]:
    return [figure.action for figure in extract_text(f"某县2023年工作报告\n{text}").figures]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # the verb among examples is a part of the noun
        ("审结打架斗殴、开设地下钱庄等扰乱秩序案件9件。", ["审结"]),
        ("查处无证经营、销售过期食品等行为9起。", ["查处"]),
        # also the one that opens the second item of a list
        ("起诉偷盗犯罪9人，聚众哄抢等危害治安犯罪5人。", ["起诉", "起诉"]),
        ("起诉诈骗嫌疑人9人、涉赌和开设网店嫌疑人5人。", ["起诉", "起诉"]),
        # but one of ours behind 等 is not, nor the one that opens its item
        ("通过简报、公告栏、广播等方式发布信息9条。", ["发布"]),
        ("采取座谈、走访等形式培训干部9人。", ["培训"]),
        ("起诉诈骗嫌疑人9人，逮捕诈骗嫌疑人5人。", ["起诉", "逮捕"]),
        ("举办发布会3次，负责同志出席发布会2次。", ["举办", "出席"]),
        ("收到公开申请9件，上年结转公开申请2件。", ["收到", "结转"]),
        # the first noun behind a number, and the next
        ("全年修订了3部法规，5部规章。", ["修订"] * 2),
        ("全年修订了3部法规，保留5部规章。", ["修订", "保留"]),
    ],
)
def test_a_list_has_the_verb_that_it_opens_with(text: str, expected: list[str | None]) -> None:
    assert actions(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a verb in the words of time is not the one of the clause
        ("休会期间提出建议9件。", ["提出"]),
        ("开会期间收到提案9件。", ["收到"]),
        # behind 有关 a verb that can be a noun is one
        ("市级有关组织承办9件。", ["承办"]),
        ("组织有关单位培训9次。", ["组织"]),
        # the last verb of a clause that opens with what it is done to
        ("对利用网络实施诈骗的犯罪提起公诉9人。", ["提起公诉"]),
        ("对实施污染的企业查处9家。", ["查处"]),
        # a verb alone before a number with its noun behind it
        ("审计9个县的资金使用情况。", ["审计"]),
        ("投资9万元。", [None]),
        # what was not done
        ("不起诉9人。", ["不起诉"]),
        ("不批准逮捕9人。", ["不批准逮捕"]),
        ("起诉9人。", ["起诉"]),
        ("收到来信90件，未办结5件。", ["收到", None]),
    ],
)
def test_the_verb_is_the_one_of_the_clause(text: str, expected: list[str | None]) -> None:
    assert actions(text) == expected
