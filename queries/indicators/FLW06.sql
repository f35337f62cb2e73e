-- Of the callback points that fell due on open small cases, how many were kept?
-- Grain: one row per unit of jurisdiction and month of the point's last day (due + tolerance).
-- Bureaus without any callback on record have no rows.
with recorded as (
    select distinct r.root_id
    from events as e
    inner join unit_roots as r on r.unit_id = e.unit_id
    where e.event_type = 'callback_unsolved'
)

select
    'FLW06' as indicator_id,
    '' as series,
    'main' as component,
    p.unit_id,
    y.month,
    count(*) filter (where p.is_done) as numerator,
    count(*) as denominator,
    null as numerator_sq,
    count(*) as n,
    null as sum_weight_sq,
    count(*) as coverage_n,
    0 as excluded_n,
    y.mature
from callback_points as p
cross join clock as k
inner join unit_roots as r on r.unit_id = p.handling_unit_id
inner join recorded as c on c.root_id = r.root_id
inner join maturity as y on y.indicator_id = 'FLW06' and y.month = month_of(p.last_day)
where p.last_day < k.cutoff
group by p.unit_id, y.month, y.mature
