"""Draws the numbers of a report: small ones are common, and sums add up."""

from random import Random

RESULTS = ("upheld", "corrected", "other", "pending")

CHANNELS = ("requests_in_person", "requests_fax", "requests_online", "requests_letter")
REPLIES = (
    "reply_already_public",
    "reply_granted",
    "reply_granted_partly",
    "reply_refused",
    "reply_other_agency",
    "reply_not_existing",
    "reply_amend",
    "reply_other_channel",
)
REFUSALS = (
    "refused_state_secret",
    "refused_trade_secret",
    "refused_privacy",
    "refused_security",
    "refused_not_government_information",
    "refused_other_law",
)
DISPUTES = ("upheld", "corrected", "other")
# Facts that hang on no other, and the most that is drawn for them.
FREE = {
    "channel_gazette": 90,
    "channel_website": 4000,
    "channel_weibo": 900,
    "channel_wechat": 1200,
    "channel_other": 60,
    "normative_issued": 40,
    "responses": 30,
    "press_conferences": 12,
    "interviews": 9,
    "interpretations": 70,
    "responses_social_media": 40,
    "responses_other": 6,
    "complaints": 3,
    "units_dedicated": 60,
    "reading_points": 80,
    "staff_full_time": 30,
    "staff_part_time": 160,
    "meetings": 12,
    "trainings": 9,
    "trainees": 900,
}

Facts = dict[str, int]


def draw(random: Random, most: int) -> int:
    """A number up to ``most``, small ones as often as large ones, and zero now and then."""
    return int(most ** random.random()) - (random.random() < 0.2)


def share_out(random: Random, whole: int, names: tuple[str, ...]) -> Facts:
    """Parts of a whole: few of them are not zero.

    >>> parts = share_out(Random(7), 30, ("a", "b", "c"))
    >>> sum(parts.values()), list(parts)
    (30, ['a', 'b', 'c'])
    """
    parts = dict.fromkeys(names, 0)
    rest = whole
    while rest > 0:
        part = random.randint(1, rest)
        parts[random.choice(names)] += part
        rest -= part
    return parts


def draw_facts(random: Random, received: int, handled: int) -> Facts:
    """What the prose and the form of 2014 state, in accord with the requests received and handled."""
    facts: Facts = {name: draw(random, most) for name, most in FREE.items()}
    facts["disclosed"] = facts["channel_website"] + facts["channel_gazette"] + facts["channel_other"]
    facts["disclosed_normative"] = min(draw(random, 20), facts["disclosed"])
    for name in ("press_conferences", "interviews"):
        facts[f"{name}_leader"] = random.randint(0, facts[name])
    facts["requests"], facts["closed"], facts["replies"] = received, handled, handled
    facts |= share_out(random, received, CHANNELS)
    facts |= share_out(random, handled, ("closed_on_time", "closed_extended"))
    facts |= share_out(random, handled, REPLIES)
    facts |= share_out(random, facts["reply_refused"], REFUSALS)
    for name in ("reviews", "litigation"):
        facts[name] = draw(random, 9)
        facts |= share_out(random, facts[name], tuple(f"{name}_{result}" for result in DISPUTES))
    facts["staff"] = facts["staff_full_time"] + facts["staff_part_time"]
    return facts


def draw_requests(random: Random, rows: tuple[str, ...], columns: tuple[str, ...]) -> dict[tuple[str, str], int]:
    """表三 of 2019 on: each column and each row adds up. ``rows`` are those from granted to other."""
    cells: dict[tuple[str, str], int] = {}
    totals = dict.fromkeys(("received", "carried_in", *rows, "handled", "carried_out"), 0)
    most = random.choice((3, 30, 30, 400))
    for column in columns:
        handled = draw(random, most) if column == "natural_person" or random.random() < 0.25 else 0
        values = share_out(random, handled, rows)
        values["handled"] = handled
        values["carried_in"] = random.randint(0, min(3, handled))
        values["carried_out"] = random.randint(0, 2) if handled else 0
        values["received"] = handled + values["carried_out"] - values["carried_in"]
        for row, value in values.items():
            cells[row, column] = value
            totals[row] += value
    for row, value in totals.items():
        cells[row, "total"] = value
    return cells


def draw_disputes(random: Random, rows: tuple[str, ...]) -> dict[tuple[str, str], int]:
    """表四: each row adds up."""
    cells: dict[tuple[str, str], int] = {}
    for row in rows:
        total = draw(random, 9) if random.random() < 0.5 else 0
        parts = share_out(random, total, RESULTS)
        cells |= {(row, column): value for column, value in parts.items()}
        cells[row, "total"] = total
    return cells
