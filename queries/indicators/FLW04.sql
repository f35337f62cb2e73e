-- Of the cases solved in a month, how many of the people concerned were not told in time?
-- Grain: one row per unit that had the case when it was solved and month of solving; criminal
-- and public-security matters. Those whose limit is not over at the cut-off, told or not, are
-- excluded: over a long holiday it runs on. Bureaus have no rows before the first month with
-- result notices on record.
with reopened as (
    select case_id, max(event_at) as reopened_at
    from events
    where event_type = 'reopened'
    group by case_id
),

solved as (
    select
        coalesce(p.unit_id, m.handling_unit_id) as unit_id,
        month_of(m.cleared_at) as month,
        m.time_precision <> 'month' and t.due_day < k.cutoff as is_judged,
        coalesce(n.told_day <= t.due_day, false) as is_told
    from matters as m
    cross join clock as k
    inner join unit_roots as r on r.unit_id = m.handling_unit_id
    inner join event_starts as c
        on c.root_id = r.root_id
        and c.event_type = 'notice_result'
        and c.first_month <= month_of(m.cleared_at)
    inner join result_limits as t on t.solved_day = cast(m.cleared_at as date)
    left join result_notices as n on n.case_id = m.case_id
    left join reopened as o on o.case_id = m.case_id
    left join handling_periods as p
        on p.case_id = m.case_id and p.from_at <= m.cleared_at and m.cleared_at < p.to_at
    where m.matter_kind in ('criminal', 'public_security')
        and m.cleared_at is not null
        -- A solving that a later reopening cancelled is none.
        and (o.reopened_at is null or m.cleared_at > o.reopened_at)
)

select
    'FLW04' as indicator_id,
    '' as series,
    'main' as component,
    d.unit_id,
    d.month,
    count(*) filter (where d.is_judged and not d.is_told) as numerator,
    count(*) filter (where d.is_judged) as denominator,
    null as numerator_sq,
    count(*) filter (where d.is_judged) as n,
    null as sum_weight_sq,
    count(*) filter (where d.is_judged) as coverage_n,
    count(*) filter (where not d.is_judged) as excluded_n,
    y.mature
from solved as d
inner join maturity as y on y.indicator_id = 'FLW04' and y.month = d.month
group by d.unit_id, d.month, y.mature
