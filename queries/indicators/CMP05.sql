-- Of the complainants who rated how their matter ended, how many were content?
-- Grain: one row per unit complained about and month of closing. Content is three of five and
-- above; the unrated are excluded.
with closed as (
    select
        unit_id,
        month_of(closed_day) as month,
        feedback_grade
    from complaint_clocks
    where closed_day is not null
)

select
    'CMP05' as indicator_id,
    '' as series,
    'main' as component,
    d.unit_id,
    d.month,
    count(*) filter (where d.feedback_grade >= 3) as numerator,
    count(d.feedback_grade) as denominator,
    null as numerator_sq,
    count(d.feedback_grade) as n,
    null as sum_weight_sq,
    count(d.feedback_grade) as coverage_n,
    count(*) filter (where d.feedback_grade is null) as excluded_n,
    y.mature
from closed as d
inner join maturity as y on y.indicator_id = 'CMP05' and y.month = d.month
group by d.unit_id, d.month, y.mature
having count(d.feedback_grade) > 0
