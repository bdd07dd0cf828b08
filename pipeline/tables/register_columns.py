"""The columns of documents and of the panel that say who reports and where that is."""

from pipeline.tables.columns import INT32, MAYBE, TEXT, Column

REGISTERED = (
    Column(
        "agency_id",
        TEXT,
        MAYBE,
        "The agency through all its spellings: the division by the first code that it had since 2007, the zone or town "
        "in it, and the office in full, as in 130000:科学技术厅; null where it is not sure which agency a name is of",
    ),
    Column("province", TEXT, MAYBE, "The province, by its name in the year of the report; null of the whole state"),
    Column(
        "prefecture",
        TEXT,
        MAYBE,
        "The prefecture or city above counties; null in Beijing, Tianjin, Shanghai and Chongqing",
    ),
    Column("county", TEXT, MAYBE, "The county, district or city of that level; null above it"),
    Column(
        "adcode",
        TEXT,
        MAYBE,
        "Code in GB/T 2260, as valid at the end of the report's year, of the division that the agency is of; of zones, "
        "towns and what stands in them, of the division that they lie in",
    ),
    Column(
        "level",
        TEXT,
        MAYBE,
        "state, province, prefecture, county, township or zone (development zones and the divisions of the Corps, "
        "whatever their rank)",
    ),
    Column(
        "agency_type",
        TEXT,
        MAYBE,
        "government, government_office, department, vertical (led from above: taxes, customs, weather), court, "
        "procuratorate, zone, town, university, school, hospital, enterprise, institution, association, congress, "
        "party_organ or central_organ",
    ),
)

AGENCY_RULE = Column(
    "agency_rule",
    TEXT,
    MAYBE,
    "By what agency_id was told: printed (the name as it is), written_out (with its short forms written out), text "
    "(of several places of that name by the divisions that the text names), misprint (of a place that no list has, by "
    "the one that looks like it) or overruled (data/agencies.csv)",
)

AGENCY_START = Column(
    "agency_start",
    INT32,
    MAYBE,
    "Where the agency's name first stands in text; null where it was put together, as of a title's region",
)
