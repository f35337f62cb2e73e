-- How many people gave which answer, by unit, month and group?
-- Grain: one row per series, question, unit, month, answer, area, outcome and notice group.
select
    programme,
    questionnaire_version,
    mode,
    series,
    construct,
    question_code,
    unit_id,
    month,
    answer_code,
    max(answer_label) as answer_label,
    max(answer_order) as answer_order,
    is_valid,
    max(positive_weight) as positive_weight,
    area_type,
    outcome_group,
    notice_group,
    cast(sum(n) as bigint) as n,
    cast(sum(cast(weighted_n as decimal(24, 6))) as double) as weighted_n,
    case
        when count(*) filter (where weight_sq is null and n > 0) = 0
            then cast(sum(cast(weight_sq as decimal(24, 6))) as double)
    end as weight_sq
from survey_facts
group by
    programme,
    questionnaire_version,
    mode,
    series,
    construct,
    question_code,
    unit_id,
    month,
    answer_code,
    is_valid,
    area_type,
    outcome_group,
    notice_group
order by
    series, construct, month, unit_id, question_code, answer_order, answer_code, area_type,
    outcome_group, notice_group
