"""What is counted at a moment by its own words, its parts, and sums of a budget, in a report on 2016.

``-`` stands for a number as of the last day of 2016, ``=`` for one of the year, ``B`` for a budget of the year.
"""

from datetime import date

import pytest

from pipeline import extract_text
from pipeline.model import Figure

HEAD = "某县司法局2016年工作总结\n一、主要工作\n"
HALF = "关于某县2016年上半年预算执行情况的报告\n一、预算执行情况\n"
YEAR = date(2016, 1, 1), date(2016, 12, 31)
CASES = """
    全县在册矫正对象41名。 = -
    全局在编干部36人。 = -
    所内在押人员210人。 = -
    在岗职工95人。 = -
    现任村干部60名。 = -
    生猪存栏3万头，出栏5万头。 = - =
    全县机动车保有量达4万辆。 = -
    年终结余8万元。 = -
    收支相抵，结余12万元。 = -
    结转下年7万元。 = -
    政府债务余额9亿元。 = -
    库存粮食20吨。 = -
    全县在册矫正对象41名，其中缓刑30名，假释4名，管制2名。 = - - - -
    全县在册矫正对象41名，其中，女性3名，未成年对象2名。 = - - -
    全局在编干部36人，其中女干部12人，占33%。 = - - -
    全局在编干部36人，培训90人。 = - =
    全县在册矫正对象41名。其中，缓刑30名。 = - -
    年末户籍人口11万人。其中，城镇5万人，乡村6万人；男性57000人，女性53000人。 = - - - - -
    年末户籍人口11万人，按年龄分，老人、青年、孩子分别为3万人、6万人和2万人。 = - - - -
    年末常住人口12万人，出生人口900人，出生率7‰。 = - = =
    年末共有医院24家；新增诊所3家。 = - =
    新增贷款余额3亿元。 = =
    全年结转收入5万元。 = =
    走访在册对象41名。 = =
    在岗培训30人次。 = =
    在岗职工平均工资3万元。 = =
    盘活存量资金6万元。 = =
    动用历年结余6万元。 = =
    化解债务余额6亿元。 = =
    在册企业增长9%。 = =
    受理申请41件，其中网上申请30件。 = = =
    消化库存住房41套。 = =
    当年收支结余5万元，年末滚存结余7万元。 = = -
    对现有文件20件进行清理，保留文件18件，废止2件。 = - = =
    视频累计播放3万次，点赞量2万次。 = - =
    12月份在册对象90户。 = 2016-12
"""
BUDGETS = """
    收入完成14万元，完成年初预算25万元的56%。 = = B =
    收入14万元，为调整预算25万元的56%。 = = B =
    收入预算数为25万元，完成14万元。 = B =
    支出年初预算25万元，支出14万元。 = B =
    全年收入预算30万元，支出14万元。 = B =
    支出占年度预算30万元的47%。 = B =
    年度支出预算安排30万元。 = B
    预算总额为30万元，支出14万元。 = B =
    当年预算为30万元。 = B
    人大批准的预算数30万元。 = B
    完成年初预算的56%。 = =
    完成一般公共预算收入14万元。 = =
    年初预算执行数14万元。 = =
"""


def cases(lines: str) -> list[str]:
    """One case a line."""
    return [line.strip() for line in lines.strip().splitlines()]


def say(figure: Figure, own: tuple[date, date]) -> str:
    """The sign of the time of a figure."""
    period = figure.period_start, figure.period_end
    if period == own and figure.modality == "actual":
        return "="
    if figure.period_start == date(2016, 12, 1):
        return "2016-12"
    if period == YEAR and figure.modality == "target":
        return "B"
    return "-" if period == (None, own[1]) and figure.modality == "actual" else f"{period} {figure.modality}"


@pytest.mark.parametrize("case", cases(CASES))
def test_what_is_there_is_counted_at_the_end(case: str) -> None:
    sentence, _, signs = case.rpartition("。 = ")
    assert [say(figure, YEAR) for figure in extract_text(HEAD + sentence + "。").figures] == signs.split()


@pytest.mark.parametrize("case", cases(BUDGETS))
def test_a_budget_is_of_its_whole_year(case: str) -> None:
    sentence, _, signs = case.rpartition("。 = ")
    own = date(2016, 1, 1), date(2016, 6, 30)
    assert [say(figure, own) for figure in extract_text(HALF + sentence + "。").figures] == signs.split()
