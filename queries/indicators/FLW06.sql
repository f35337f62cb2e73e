-- Of the callback points that fell due on open small cases, how many were kept?
-- Grain: one row per unit of jurisdiction and month of the point's last day (due + tolerance).
-- Bureaus have no rows before the first month with callbacks on record.
with counted as (
    select unit_id, handling_unit_id, last_day, 0 as kept, count(*) as due
    from callback_points
    group by unit_id, handling_unit_id, last_day
    union all
    select unit_id, handling_unit_id, last_day, count(*), 0
    from callbacks_kept
    group by unit_id, handling_unit_id, last_day
)

select
    'FLW06' as indicator_id,
    '' as series,
    'main' as component,
    c.unit_id,
    y.month,
    sum(c.kept) as numerator,
    sum(c.due) as denominator,
    null as numerator_sq,
    sum(c.due) as n,
    null as sum_weight_sq,
    sum(c.due) as coverage_n,
    0 as excluded_n,
    y.mature
from counted as c
cross join clock as k
inner join unit_roots as r on r.unit_id = c.handling_unit_id
inner join event_starts as d
    on d.root_id = r.root_id
    and d.event_type = 'callback_unsolved'
    and d.first_month <= month_of(c.last_day)
inner join maturity as y on y.indicator_id = 'FLW06' and y.month = month_of(c.last_day)
where c.last_day < k.cutoff
group by c.unit_id, y.month, y.mature
