-- Of the complaints and petitions received in a month, how many were acknowledged in time?
-- Grain: one row per unit that handles them and month of receipt. What comes online has a limit
-- of its own. Those whose limit is not over at the cut-off, answered or not, are excluded.
-- Bureaus whose source records no acknowledgement have no rows.
with recorded as (
    select distinct r.root_id
    from complaint_clocks as c
    inner join unit_roots as r on r.unit_id = c.handling_unit_id
    where c.notice_day is not null
),

judged as (
    select
        c.handling_unit_id as unit_id,
        month_of(c.received_day) as month,
        coalesce(c.notice_due_day < k.cutoff, false) as is_judged,
        coalesce(c.notice_day <= c.notice_due_day, false) as is_in_time
    from complaint_clocks as c
    cross join clock as k
    inner join unit_roots as r on r.unit_id = c.handling_unit_id
    inner join recorded as d on d.root_id = r.root_id
)

select
    'CMP03' as indicator_id,
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
inner join maturity as y on y.indicator_id = 'CMP03' and y.month = d.month
group by d.unit_id, d.month, y.mature
