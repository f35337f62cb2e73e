-- How many answered each question as satisfied, with what the variance of that share needs?
-- Grain: one row per series, construct, outcome and notice group, unit and month. `positive` and
-- `positive_sq` are the sums of w·y and w·y², y being what an answer counts; `weight_sq` is null
-- where the squared weights of some answers are not known. Answers that do not count: `invalid_n`.
select
    f.programme,
    f.questionnaire_version,
    f.series,
    f.construct,
    f.outcome_group,
    f.notice_group,
    f.unit_id,
    f.month,
    sum(cast(f.weight * f.positive_weight as decimal(24, 6))) filter (where f.is_valid)
        as positive,
    sum(cast(f.weight * f.positive_weight * f.positive_weight as decimal(24, 6)))
        filter (where f.is_valid) as positive_sq,
    sum(cast(f.weight as decimal(24, 6))) filter (where f.is_valid) as weight,
    case
        when count(*) filter (where f.is_valid and f.weight_sq is null and f.n > 0) = 0
            then sum(cast(f.weight_sq as decimal(24, 6))) filter (where f.is_valid)
    end as weight_sq,
    sum(f.n) filter (where f.is_valid) as n,
    coalesce(sum(f.n) filter (where not f.is_valid), 0) as invalid_n
from survey_facts as f
group by
    f.programme, f.questionnaire_version, f.series, f.construct, f.outcome_group, f.notice_group,
    f.unit_id, f.month
