-- Of those who rated a window service, how many gave three stars or more?
-- Grain: one row per unit and month. A row without any rating on record is left out.
with rated as (
    select
        unit_id,
        month,
        coalesce(rating_5_n, 0) + coalesce(rating_4_n, 0) + coalesce(rating_3_n, 0) as good_n,
        coalesce(rating_2_n, 0) + coalesce(rating_1_n, 0) as bad_n
    from service_monthly
    where coalesce(rating_5_n, rating_4_n, rating_3_n, rating_2_n, rating_1_n) is not null
)

select
    'SVC02' as indicator_id,
    '' as series,
    'main' as component,
    s.unit_id,
    s.month,
    sum(s.good_n) as numerator,
    sum(s.good_n + s.bad_n) as denominator,
    null as numerator_sq,
    sum(s.good_n + s.bad_n) as n,
    null as sum_weight_sq,
    sum(s.good_n + s.bad_n) as coverage_n,
    0 as excluded_n,
    y.mature
from rated as s
inner join maturity as y on y.indicator_id = 'SVC02' and y.month = s.month
group by s.unit_id, s.month, y.mature
having sum(s.good_n + s.bad_n) > 0
