"""The captions under which a page shows the values of the tables."""

KINDS = {
    "item_count": "件数",
    "person_count": "人数",
    "event_count": "次数",
    "percent": "百分比",
    "percentage_point": "百分点",
    "multiple": "倍数",
    "money": "金额",
    "duration": "时长",
    "area": "面积",
    "length": "长度",
    "mass": "质量",
    "volume": "体积",
    "energy": "能量",
    "number": "数",
    "other": "其他",
    "zero": "零（文字）",
}
QUALIFIERS = {
    "exact": "确数",
    "over": "多于",
    "under": "少于",
    "at_least": "至少",
    "at_most": "至多",
    "about": "约数",
    "range": "区间",
}
MODALITIES = {"actual": "实际", "target": "目标", "norm": "规定"}
SORTS = {"figure": "数字", "cell": "单元格", "citation": "引用", "heading": "标题", "problem": "问题"}
FORMS = {"F08": "地方表式", "F14": "2014 表式", "F19": "2019 表式", "F21": "2021 表式"}
OUTCOMES = {"fail": "有不符", "pass": "全部相符", "open": "无法核对", "none": "没有核对"}
SEVERITIES = {"error": "错误", "warning": "注意", "info": "提示"}
