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
    sum(f.positive) as numerator,
    sum(f.weight) as denominator,
    sum(f.positive_sq) as numerator_sq,
    sum(f.n) as n,
    case when count(*) filter (where f.n > 0 and f.weight_sq is null) = 0 then sum(f.weight_sq) end
        as sum_weight_sq,
    sum(f.n) as coverage_n,
    sum(f.invalid_n) as excluded_n,
    y.mature
from survey_sums as f
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
having sum(f.n) > 0
