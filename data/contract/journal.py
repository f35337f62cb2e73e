"""What people enter on pages: append-only, with author and time, never rolled back."""

import dataframely as dy
import polars as pl

from data.contract import fields

# Notice 32 (2015) of the ministry abolished these as assessment figures: they keep a reference
# line and get no target.
UNASSESSED = ("CAS01", "CAS02", "CAS03", "CAS04")
LONGEST_EXPLANATION = 200  # characters


class Targets(dy.Schema):
    """One row per target and warning limit of an indicator for a scope and period."""

    indicator_id = fields.identifier("SAT02")
    series = fields.text("bureau_cati")
    value_kind = fields.code("targets", "value_kind", "level")
    scope = fields.code("targets", "scope", "bureau")
    scope_id = fields.text()
    period_start = fields.day("2026-01-01", nullable=False)
    period_end = fields.day("2026-12-31")
    target = fields.number("80", least=None)
    warn = fields.number("75", least=None)
    author = fields.text(nullable=False)
    created_at = fields.moment("2026-01-05 09:00", nullable=False)
    supersedes = fields.text()
    withdrawn = fields.flag("false", nullable=True)

    @dy.rule()
    def indicator_without_assessment(cls) -> pl.Expr:
        return ~pl.col("indicator_id").is_in(list(UNASSESSED))

    @dy.rule()
    def neither_target_nor_warn(cls) -> pl.Expr:
        return pl.col("target").is_not_null() | pl.col("warn").is_not_null()

    @dy.rule()
    def period_end_before_start(cls) -> pl.Expr:
        return pl.col("period_end").is_null() | (pl.col("period_end") >= pl.col("period_start"))


class Annotations(dy.Schema):
    """One row per remark on a period, for one unit and indicator or for all."""

    annotation_id = fields.identifier("n0012")
    start_date = fields.day("2026-01-01", nullable=False)
    end_date = fields.day()
    scope_unit_id = fields.identifier("990100000000", nullable=True)
    indicator_id = fields.identifier("CAS02", nullable=True)
    finding = fields.identifier("late_records", nullable=True)
    kind = fields.code("annotations", "kind", "law_change")
    text = fields.text(nullable=False)
    author = fields.text(nullable=False)
    created_at = fields.moment("2026-01-05 09:00", nullable=False)
    supersedes = fields.text()
    withdrawn = fields.flag("false", nullable=True)

    @dy.rule()
    def end_before_start(cls) -> pl.Expr:
        return pl.col("end_date").is_null() | (pl.col("end_date") >= pl.col("start_date"))

    @dy.rule()
    def explanation_too_long(cls) -> pl.Expr:
        """A unit's own words stand beside its verdict: they must be few."""
        is_short = pl.col("text").str.len_chars() <= LONGEST_EXPLANATION
        return is_short | ~pl.col("kind").is_in(["explanation", "verified"])


class Editions(dy.Schema):
    """One row per frozen monthly edition."""

    edition_id = fields.identifier("2026-03-1")
    month = fields.month("2026-03-01")
    unit_id = fields.identifier("990100000000", nullable=True)
    meeting_id = fields.identifier("2026-03", nullable=True)
    cutoff = fields.day("2026-04-01")
    supersedes = fields.text()
    reason = fields.text()
    frozen_by = fields.text(nullable=False)
    frozen_at = fields.moment("2026-04-08 09:00", nullable=False)
    snapshot_id = fields.count("12", nullable=False)
    journal_position = fields.count("31")
    code_version = fields.text("0.1.0", nullable=False)

    @dy.rule()
    def superseded_without_reason(cls) -> pl.Expr:
        return pl.col("supersedes").is_null() | (pl.col("reason").str.len_chars() > 0)


class PublishedValues(dy.Schema):
    """One row per value an edition showed, as it was shown."""

    edition_id = fields.identifier("2026-03-1")
    indicator_id = fields.identifier("SAT02")
    series = fields.text("", nullable=False)
    unit_id = fields.identifier("990100000000")
    month = fields.month("2026-03-01")
    window = fields.identifier("m")
    structure = fields.code("published_values", "structure", "current")
    value = fields.number("81.2", least=None)
    numerator = fields.number("974", least=None)
    denominator = fields.number("1200", least=None)
    n = fields.count("1200")
    lower = fields.number("78.9", least=None)
    upper = fields.number("83.3", least=None)
    verdict = fields.text("met")
    text = fields.text()


class PublishedScenes(dy.Schema):
    """One row per scene of an edition and language: all that is needed to show it again."""

    edition_id = fields.identifier("2026-03-1")
    language = fields.identifier("zh")
    position = fields.count("1", nullable=False, least=1)
    scene = fields.identifier("stock")
    content = fields.text(nullable=False)


class PublishedDefinitions(dy.Schema):
    """One row per indicator of an edition and language: what its figures meant."""

    edition_id = fields.identifier("2026-03-1")
    language = fields.identifier("zh")
    indicator_id = fields.identifier("SAT02")
    name = fields.text(nullable=False)
    definition = fields.text()
    caveats = fields.text()
    formula = fields.text()
    target = fields.number("80", least=None)
    warn = fields.number("75", least=None)


class Meetings(dy.Schema):
    """One row per monthly meeting: its month, its cut-off and remarks."""

    meeting_id = fields.identifier("2026-03")
    unit_id = fields.identifier("990100000000")
    month = fields.month("2026-03-01")
    cutoff = fields.day("2026-04-01", nullable=False)
    held_on = fields.day("2026-04-08")
    title = fields.text()
    remarks = fields.text()
    seconds = fields.count("40", nullable=False)
    copied_from = fields.text("2026-02")
    author = fields.text(nullable=False)
    created_at = fields.moment("2026-04-05 09:00", nullable=False)


class MeetingScenes(dy.Schema):
    """One row per scene of a meeting, in order; all of a meeting's rows are written together.

    `headline` and `script` are what somebody wrote instead of the computed ones, which stand
    beside them as they were at that moment.
    """

    meeting_id = fields.identifier("2026-03")
    position = fields.count("1", nullable=False, least=1)
    scene = fields.identifier("stock")
    address = fields.text("", nullable=False)
    headline = fields.text()
    computed_headline = fields.text()
    script = fields.text()
    computed_script = fields.text()
    remark = fields.text()
    author = fields.text(nullable=False)
    created_at = fields.moment("2026-04-05 09:00", nullable=False)


class Actions(dy.Schema):
    """One row per thing that was decided: what, who, by when, and how it will be judged.

    Written once and never changed: the rule stands before the outcome is known. No person is
    named: the owner is a post.
    """

    action_id = fields.identifier("a0007")
    meeting_id = fields.identifier("2026-03", nullable=True)
    raised_on = fields.day("2026-04-08", nullable=False)
    matter = fields.text(nullable=False)
    instruction = fields.text()
    unit_id = fields.identifier("990100000000")
    owner_post = fields.text(nullable=False)
    due_on = fields.day("2026-05-08", nullable=False)
    indicator_id = fields.identifier("FLW06", nullable=True)
    rule = fields.code("actions", "rule", "beyond_chance")
    judged_from = fields.day("2026-06-01")
    before_month = fields.day("2026-03-01")
    before_value = fields.number("76.4", least=None)
    target = fields.number("90", least=None)
    page = fields.text("small_cases")
    address = fields.text("")
    author = fields.text(nullable=False)
    created_at = fields.moment("2026-04-08 10:00", nullable=False)

    @dy.rule()
    def due_before_raised(cls) -> pl.Expr:
        return pl.col("due_on") >= pl.col("raised_on")

    @dy.rule()
    def instruction_too_long(cls) -> pl.Expr:
        return pl.col("instruction").is_null() | (pl.col("instruction").str.len_chars() <= 100)


class ActionReports(dy.Schema):
    """One row per report on an action; the last one counts."""

    action_id = fields.identifier("a0007")
    reported_on = fields.day("2026-05-06", nullable=False)
    status = fields.code("action_reports", "status", "done")
    done_on = fields.day("2026-05-06")
    remark = fields.text()
    author = fields.text(nullable=False)
    created_at = fields.moment("2026-05-06 10:00", nullable=False)

    @dy.rule()
    def done_without_day(cls) -> pl.Expr:
        return (pl.col("status") != "done") | pl.col("done_on").is_not_null()
