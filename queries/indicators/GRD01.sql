-- How many activities are there a day inside assessment windows, and how many outside?
-- Grain: one row per component (main inside, base outside), unit and month; the denominator is
-- the unit's days. Rows of activities are counted, not what they planned.
with days as (
    select
        w.day,
        month_of(w.day) as month,
        coalesce(c.assessment_window, false) as is_inside
    from workdays as w
    cross join clock as k
    inner join months as s on w.day between s.month and s.last_day
    left join calendar as c on c.date = w.day
    where w.day < k.cutoff and exists (select 1 from calendar as x where x.assessment_window)
),

held as (
    select a.unit_id, d.month, d.is_inside, count(*) as n
    from activities as a
    inner join days as d on d.day = a.held_on
    group by a.unit_id, d.month, d.is_inside
),

parts as (
    select unit_id, month, is_inside, n, 0 as days_n
    from held
    union all
    -- The days of every unit count, also of one that did nothing, and a month without a window
    -- has none inside.
    select u.unit_id, u.month, d.is_inside, 0, d.n
    from unit_months as u
    inner join (
        select month, true as is_inside, count(*) filter (where is_inside) as n
        from days
        group by month
        union all
        select month, false, count(*) filter (where not is_inside)
        from days
        group by month
    ) as d on d.month = u.month
    inner join unit_roots as r on r.unit_id = u.unit_id
    inner join data_months as m
        on m.root_id = r.root_id
        and m.dataset = 'activities'
        and u.month between m.first_month and m.last_month
)

select
    'GRD01' as indicator_id,
    '' as series,
    case when p.is_inside then 'main' else 'base' end as component,
    p.unit_id,
    p.month,
    sum(p.n) as numerator,
    sum(p.days_n) as denominator,
    null as numerator_sq,
    sum(p.n) as n,
    null as sum_weight_sq,
    sum(p.n) as coverage_n,
    0 as excluded_n,
    y.mature
from parts as p
inner join maturity as y on y.indicator_id = 'GRD01' and y.month = p.month
group by p.is_inside, p.unit_id, p.month, y.mature
