-- How satisfied are people with how their 110 call was handled?
-- Grain: one row per series (programme|version|mode), unit and month of the callback. Of each
-- questionnaire version the question about police work counts, else about the outcome, else the
-- first other one.
with constructs as (
    select
        questionnaire_version,
        min(
            case construct
                when 'police_satisfaction' then '1'
                when 'outcome' then '2'
                else '3' || construct
            end
        ) as first_choice
    from survey_facts
    where programme = 'callback_110'
    group by questionnaire_version
)

select
    'SAT04' as indicator_id,
    f.series,
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
        when 'police_satisfaction' then '1'
        when 'outcome' then '2'
        else '3' || f.construct
    end
inner join maturity as y on y.indicator_id = 'SAT04' and y.month = f.month
where f.programme = 'callback_110'
group by f.series, f.unit_id, f.month, y.mature
having sum(f.n) > 0
