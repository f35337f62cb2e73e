"""Surveys as counts per answer, and results that arrive only as published figures."""

import dataframely as dy
import polars as pl

from data.contract import fields


class SurveyWaves(dy.Schema):
    """One row per wave of a programme."""

    wave_id = fields.identifier("cati-2026-03")
    programme = fields.code("survey_waves", "programme", "bureau_cati")
    mode = fields.code("survey_waves", "mode", "cati")
    questionnaire_version = fields.identifier("v2")
    period_start = fields.day("2026-03-01", nullable=False)
    period_end = fields.day("2026-03-31", nullable=False)
    dialled_n = fields.count("9800", unit="call")
    contacted_n = fields.count("3400", unit="person")
    completed_n = fields.count("1200", unit="person")
    weighting = fields.code("survey_waves", "weighting", "none")
    is_external = fields.flag("false")
    scoring_rule_text = fields.text()
    recorded_at = fields.moment()

    @dy.rule()
    def period_end_before_start(cls) -> pl.Expr:
        return pl.col("period_end") >= pl.col("period_start")

    @dy.rule()
    def contacted_exceeds_dialled(cls) -> pl.Expr:
        return pl.col("contacted_n") <= pl.col("dialled_n")

    @dy.rule()
    def completed_exceeds_contacted(cls) -> pl.Expr:
        return pl.col("completed_n") <= pl.coalesce("contacted_n", "dialled_n")


class SurveyQuestions(dy.Schema):
    """One row per questionnaire version, question and answer, with the scoring rule as data."""

    questionnaire_version = fields.identifier("v2")
    question_code = fields.identifier("q1")
    answer_code = fields.identifier("1")
    question_text = fields.text(nullable=False)
    construct = fields.code("survey_questions", "construct", "safety")
    answer_label = fields.text(nullable=False)
    answer_order = fields.count("2", nullable=False, least=None)
    # The attribute is_valid is taken by the schema class itself.
    is_valid_answer = fields.flag("true", alias="is_valid")
    positive_weight = fields.number("1", most=1)
    score = fields.number("75", most=100)
    recorded_at = fields.moment()

    @dy.rule()
    def valid_without_weight(cls) -> pl.Expr:
        return ~pl.col("is_valid") | pl.col("positive_weight").is_not_null()


class SurveyFieldwork(dy.Schema):
    """One row per wave, unit and month: how many were tried and reached."""

    wave_id = fields.identifier("cati-2026-03")
    unit_id = fields.identifier("990103000000")
    period_month = fields.month("2026-03-01")
    dialled_n = fields.count("980", unit="call")
    contacted_n = fields.count("340", unit="person")
    completed_n = fields.count("120", unit="person")
    sent_n = fields.count("", unit="message")
    recorded_at = fields.moment()

    @dy.rule()
    def contacted_exceeds_dialled(cls) -> pl.Expr:
        return pl.col("contacted_n") <= pl.col("dialled_n")

    @dy.rule()
    def completed_exceeds_contacted(cls) -> pl.Expr:
        return pl.col("completed_n") <= pl.coalesce("contacted_n", "dialled_n", "sent_n")


class SurveyAnswers(dy.Schema):
    """One row per cell of counted answers; a delivery replaces its wave, unit, month, question."""

    wave_id = fields.identifier("cati-2026-03")
    unit_id = fields.identifier("990103000000")
    period_month = fields.month("2026-03-01")
    question_code = fields.identifier("q1")
    answer_code = fields.identifier("1")
    area_type = fields.code("survey_answers", "area_type", "urban")
    outcome_group = fields.code("survey_answers", "outcome_group", "unsolved")
    notice_group = fields.code("survey_answers", "notice_group", "notified")
    n = fields.count("37", nullable=False, unit="person")
    weighted_n = fields.number()
    weight_sq = fields.number()
    stratum = fields.text()
    psu = fields.text()
    recorded_at = fields.moment()


class ExternalScores(dy.Schema):
    """One row per published figure; without n no interval can be given."""

    programme = fields.code("external_scores", "programme", "external_12340")
    unit_id = fields.identifier("990103000000")
    period_start = fields.day("2025-07-01", nullable=False)
    period_end = fields.day("2025-12-31", nullable=False)
    construct = fields.code("external_scores", "construct", "safety")
    source = fields.text(nullable=False)
    value = fields.number("97.8", nullable=False, least=None, unit="percent")
    n = fields.count("400", unit="person")
    recorded_at = fields.moment()

    @dy.rule()
    def period_end_before_start(cls) -> pl.Expr:
        return pl.col("period_end") >= pl.col("period_start")
