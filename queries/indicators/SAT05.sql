-- How satisfied are people with how their case was handled, by outcome and whether they were told?
-- Grain: one row per series (programme|version|mode|outcome|notice), unit and month; the groups
-- add up to the total. Of each questionnaire version the question about the outcome counts, else
-- about police work, else the first other one.
with constructs as (
    select
        questionnaire_version,
        min(
            case construct
                when 'outcome' then '1'
                when 'police_satisfaction' then '2'
                else '3' || construct
            end
        ) as first_choice
    from survey_facts
    where programme = 'callback_case'
    group by questionnaire_version
)

select
    'SAT05' as indicator_id,
    f.series || '|' || f.outcome_group || '|' || f.notice_group as series,
    'main' as component,
    f.unit_id,
    f.month,
    sum(cast(f.weight * f.positive_weight as decimal(24, 6))) filter (where f.is_valid)
        as numerator,
    sum(cast(f.weight as decimal(24, 6))) filter (where f.is_valid) as denominator,
    sum(cast(f.weight * f.positive_weight * f.positive_weight as decimal(24, 6)))
        filter (where f.is_valid) as numerator_sq,
    sum(f.n) filter (where f.is_valid) as n,
    case
        when count(*) filter (where f.is_valid and f.weight_sq is null and f.n > 0) = 0
            then sum(cast(f.weight_sq as decimal(24, 6))) filter (where f.is_valid)
    end as sum_weight_sq,
    sum(f.n) filter (where f.is_valid) as coverage_n,
    coalesce(sum(f.n) filter (where not f.is_valid), 0) as excluded_n,
    y.mature
from survey_facts as f
inner join constructs as c
    on c.questionnaire_version = f.questionnaire_version
    and c.first_choice = case f.construct
        when 'outcome' then '1'
        when 'police_satisfaction' then '2'
        else '3' || f.construct
    end
inner join maturity as y on y.indicator_id = 'SAT05' and y.month = f.month
where f.programme = 'callback_case'
group by f.series, f.outcome_group, f.notice_group, f.unit_id, f.month, y.mature
having sum(f.n) filter (where f.is_valid) > 0
