"""Tells whose number a figure is, where its words name another place, office or group than the report's own."""

from functools import cache

import regex

from pipeline.language import agents
from pipeline.rulebook import one_of

PLACES = (
    "省", "市", "县", "区", "旗", "州", "盟", "镇", "乡", "街道", "村", "社区", "新区", "开发区", "园区",
    "管委会", "管理委员会", "市县", "区县", "县区", "镇街", "乡镇", "兵团", "地区",
)  # fmt: skip
OFFICES = (
    "局", "厅", "委", "办", "部", "署", "法院", "中院", "检察院", "支队", "大队", "中心", "公司", "集团", "学院",
    "大学", "学校", "中学", "小学", "医院", "银行", "部门", "单位", "机关", "机构", "政府", "办公室",
    "委员会", "办事处",
    "税务所", "派出所", "司法所", "研究所", "事务所", "管理处", "馆", "分局", "总局", "系统", "联社", "协会", "联合会",
)  # fmt: skip
GROUPS = (
    "城镇居民",
    "农村居民",
    "城乡居民",
    "全体居民",
    "农牧民",
    "城镇常住居民",
    "农村常住居民",
    "全市居民",
    "全县居民",
)
# 其他部门, 各单位, 涉及的部门: no name of one, but of a group that the sentence tells apart.
LONGEST = 24
# 乡镇5个, 学校3所: what is counted, not whose number it is.
COUNTING = frozenset(("个", "家", "所", "座", "处", "片", "名", "位"))
SORTS = ("各类", "各种", "各项", "多种", "多个")
# 列为全厅: no name, but a clause that ends in one.
_CLAUSE_RE = regex.compile(r"[为列将把了在对被使]")
# 专区, 小区, 景区 are things; 审批局 is an office.
_THING_RE = regex.compile(
    r"^城乡$|"
    r"(?:棚户|居住|采空|专|小|景|校|库|片|辖|灾|林|矿|厂|自然保护|功能|保护|示范|试验|栏目|信息公开|公开|示范园)区$"
    r"|(?:网站|平台|专栏|公报|热线|信箱|全部|内部|外部|干部|总部|俱乐部|城市|超市|股市|门市|上市|菜市|楼市|夜市|农村|美丽乡村|三农|举办|主办|承办|协办|督办|交办|合办|试办|申办|查办|经办|帮办|代办|新办)$"
)


@cache
def _entity_re() -> "regex.Pattern[str]":
    return regex.compile(rf"(?:{one_of(PLACES)}|{one_of(OFFICES)})(?:\([^()]*\))?$")


def is_entity(name: str) -> bool:
    """Whether a name is that of a place or an office, or of several.

    >>> [is_entity(name) for name in ("甲县", "税务部门", "政务公开专区", "信息", "全市")]
    [True, True, False, False, False]
    """
    if (
        not 1 < len(name) <= LONGEST
        or name.startswith(SORTS)
        or name in agents()
        or _THING_RE.search(name)
        or "率" in name[-2:]
    ):
        return False
    return _entity_re().search(name) is not None


def is_own(name: str, agency: str | None) -> bool:
    """Whether a name is that of the agency itself, or ends in what the agency's does.

    >>> is_own("湘江街道", "甲区湘江街道办事处"), is_own("乙镇", "甲区湘江街道办事处")
    (True, False)
    """
    if name in agents():
        return True
    return agency is not None and (name in agency or agency in name)


def group_of(measure: str) -> str | None:
    """The group of people whose income or number a measure names (农村居民人均可支配收入).

    >>> group_of("农村居民人均可支配收入"), group_of("公开信息")
    ('农村居民', None)
    """
    for group in GROUPS:
        if measure.startswith(group) and len(measure) > len(group):
            return group
    return None
