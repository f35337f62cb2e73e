-- Of the complaints and petitions due in a month, how many were closed in time?
-- Grain: one row per unit that handles them and month of the due day. Those without a due day
-- are excluded, counted in the month of receipt.
with judged as (
    select
        c.handling_unit_id as unit_id,
        month_of(coalesce(c.due_day, c.received_day)) as month,
        c.due_day is not null as is_due,
        coalesce(c.closed_day <= c.due_day, false) as is_in_time
    from complaint_clocks as c
    cross join clock as k
    where c.due_day is null or c.due_day < k.cutoff
)

select
    'CMP02' as indicator_id,
    '' as series,
    'main' as component,
    d.unit_id,
    d.month,
    count(*) filter (where d.is_due and d.is_in_time) as numerator,
    count(*) filter (where d.is_due) as denominator,
    null as numerator_sq,
    count(*) filter (where d.is_due) as n,
    null as sum_weight_sq,
    count(*) filter (where d.is_due) as coverage_n,
    count(*) filter (where not d.is_due) as excluded_n,
    y.mature
from judged as d
inner join maturity as y on y.indicator_id = 'CMP02' and y.month = d.month
group by d.unit_id, d.month, y.mature
