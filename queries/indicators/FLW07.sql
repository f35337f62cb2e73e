-- Of the property that could be returned, how much was returned within the limit?
-- Grain: one row per unit handling the matter when the property became returnable, and month of
-- that. Property whose limit is not over at the cut-off, returned or not, is excluded.
with judged as (
    select
        coalesce(p.unit_id, m.handling_unit_id, c.unit_id) as unit_id,
        month_of(c.start_day) as month,
        coalesce(c.due_day < k.cutoff, false) as is_judged,
        coalesce(c.stop_day <= c.due_day, false) as is_in_time
    from paused_clocks as c
    cross join clock as k
    left join matters as m on m.case_id = c.case_id
    left join handling_periods as p
        on p.case_id = c.case_id and p.from_at <= c.start_at and c.start_at < p.to_at
    where c.clock = 'return'
)

select
    'FLW07' as indicator_id,
    '' as series,
    'main' as component,
    d.unit_id,
    d.month,
    count(*) filter (where d.is_judged and d.is_in_time) as numerator,
    count(*) filter (where d.is_judged) as denominator,
    null as numerator_sq,
    count(*) filter (where d.is_judged) as n,
    null as sum_weight_sq,
    count(*) filter (where d.is_judged) as coverage_n,
    count(*) filter (where not d.is_judged) as excluded_n,
    y.mature
from judged as d
inner join maturity as y on y.indicator_id = 'FLW07' and y.month = d.month
group by d.unit_id, d.month, y.mature
