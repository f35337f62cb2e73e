-- Of the small cases open at a month's end for 30 to 365 days, how many had news in the last 30?
-- Grain: one row per unit that has the case and month. News is a progress notice or a callback.
-- Bureaus have no rows before the first month with either on record.
with recorded as (
    select root_id, min(first_month) as first_month
    from event_starts
    where event_type in ('notice_progress', 'callback_unsolved')
    group by root_id
),

-- A contact is news for the month end after it, and after a short month for the next as well.
told as (
    select s.case_id, m.month, min(s.unit_id) as unit_id
    from events as e
    inner join small_spells as s on s.case_id = e.case_id and s.time_precision <> 'month'
    cross join (select later from (values (0), (1)) as v (later)) as v
    inner join months as m
        on m.month_index = 12 * year(e.event_day) + month(e.event_day) + v.later
    where e.event_type in ('notice_progress', 'callback_unsolved')
        and e.event_day < m.as_of_day
        and datediff('day', e.event_day, m.as_of_day) <= 30
        and m.as_of_day > s.start_day
        and m.as_of_day <= coalesce(s.end_day, date '9999-12-31')
        and datediff('day', s.docket_day, m.as_of_day) between 30 and 365
    group by s.case_id, m.month
),

counted as (
    select s.unit_id, m.month, 0 as told, count(*) as open_cases
    from small_spells as s
    inner join months as m
        on m.as_of_day > s.start_day
        and m.as_of_day <= coalesce(s.end_day, date '9999-12-31')
        and datediff('day', s.docket_day, m.as_of_day) between 30 and 365
    where s.time_precision <> 'month'
    group by s.unit_id, m.month
    union all
    select unit_id, month, count(*), 0
    from told
    group by unit_id, month
)

select
    'FLW05' as indicator_id,
    '' as series,
    'main' as component,
    c.unit_id,
    c.month,
    sum(c.told) as numerator,
    sum(c.open_cases) as denominator,
    null as numerator_sq,
    sum(c.open_cases) as n,
    null as sum_weight_sq,
    sum(c.open_cases) as coverage_n,
    0 as excluded_n,
    y.mature
from counted as c
inner join unit_roots as r on r.unit_id = c.unit_id
inner join recorded as d on d.root_id = r.root_id and d.first_month <= c.month
inner join maturity as y on y.indicator_id = 'FLW05' and y.month = c.month
group by c.unit_id, c.month, y.mature
