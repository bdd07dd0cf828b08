"""Each rule of roles holds on its own yes and not on its own no."""

import pytest

from pipeline.figures.roles import RoleRule, role_rules
from tests.figures.marked import marked


def holds(rule: RoleRule, example: str) -> bool:
    text, quantity = marked(example)
    return rule.find(text, 0, quantity) is not None


@pytest.mark.parametrize("rule", role_rules(), ids=lambda r: f"{r.name}-{r.role}")
def test_a_rule_holds_on_its_yes_and_not_on_its_no(rule: RoleRule) -> None:
    assert [e for e in rule.yes if not holds(rule, e)] == []
    assert [e for e in rule.no if holds(rule, e)] == []
