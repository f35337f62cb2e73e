-- Of the small cases open at a month's end for 30 to 365 days, how many had news in the last 30?
-- Grain: one row per unit that has the case and month. News is a progress notice or a callback.
-- Bureaus without either on record have no rows.
with contacts as (
    select e.case_id, e.event_day, e.unit_id
    from events as e
    where e.event_type in ('notice_progress', 'callback_unsolved')
),

recorded as (
    select distinct r.root_id
    from contacts as c
    inner join unit_roots as r on r.unit_id = c.unit_id
),

-- A contact is news for the month end after it, and after a short month for the next as well.
news as (
    select distinct c.case_id, m.month
    from contacts as c
    cross join (select later from (values (0), (1)) as v (later)) as v
    inner join months as m
        on m.month_index = 12 * year(c.event_day) + month(c.event_day) + v.later
    where c.event_day < m.as_of_day and datediff('day', c.event_day, m.as_of_day) <= 30
),

open_cases as (
    select m.month, s.unit_id, s.case_id
    from small_spells as s
    inner join months as m
        on m.as_of_day > s.start_day
        and m.as_of_day <= coalesce(s.end_day, date '9999-12-31')
        and datediff('day', s.docket_day, m.as_of_day) between 30 and 365
    inner join unit_roots as r on r.unit_id = s.unit_id
    inner join recorded as c on c.root_id = r.root_id
    where s.time_precision <> 'month'
)

select
    'FLW05' as indicator_id,
    '' as series,
    'main' as component,
    o.unit_id,
    o.month,
    count(n.case_id) as numerator,
    count(*) as denominator,
    null as numerator_sq,
    count(*) as n,
    null as sum_weight_sq,
    count(*) as coverage_n,
    0 as excluded_n,
    y.mature
from open_cases as o
inner join maturity as y on y.indicator_id = 'FLW05' and y.month = o.month
left join news as n on n.case_id = o.case_id and n.month = o.month
group by o.unit_id, o.month, y.mature
