-- What did people answer, by wave, question and group?
-- Grain: one row per counted cell of survey_answers whose wave and question are known.
select
    a.wave_id,
    a.stratum,
    a.psu,
    w.programme,
    w.questionnaire_version,
    w.mode,
    w.programme || '|' || w.questionnaire_version || '|' || w.mode as series,
    w.weighting <> 'none' as is_weighted,
    q.construct,
    q.question_code,
    a.unit_id,
    a.period_month as month,
    a.answer_code,
    q.answer_label,
    q.answer_order,
    q.is_valid,
    q.positive_weight,
    a.area_type,
    a.outcome_group,
    a.notice_group,
    a.n,
    -- Where a wave is weighted the weights take the place of the heads.
    case when w.weighting <> 'none' then coalesce(a.weighted_n, a.n) else a.n end as weight,
    case when w.weighting <> 'none' then a.weight_sq else a.n end as weight_sq,
    a.weighted_n
from survey_answers as a
cross join clock as k
inner join survey_waves as w on w.wave_id = a.wave_id
inner join survey_questions as q
    on q.questionnaire_version = w.questionnaire_version
    and q.question_code = a.question_code
    and q.answer_code = a.answer_code
where a.period_month < k.cutoff
