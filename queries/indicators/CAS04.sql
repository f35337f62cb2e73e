-- How many small cases were open at each month's end?
-- Grain: one row per unit and month from its first flow on; the denominator is residents.
with net as (
    select
        unit_id,
        month,
        sum(
            docketed + reopened + moved_in - solved - closed_unsolved - aged_out - moved_out
        ) as change
    from stock_flow
    group by unit_id, month
),

first_flows as (
    select unit_id, min(month) as first_month
    from net
    group by unit_id
),

bureaus as (
    select r.root_id, min(f.first_month) as first_month
    from first_flows as f
    inner join unit_roots as r on r.unit_id = f.unit_id
    group by r.root_id
),

stocks as (
    select
        f.unit_id,
        m.month,
        sum(coalesce(n.change, 0)) over (
            partition by f.unit_id order by m.month
            rows between unbounded preceding and current row
        ) as stock,
        0 as residents
    from first_flows as f
    inner join months as m on m.month >= f.first_month
    left join net as n on n.unit_id = f.unit_id and n.month = m.month
),

counted as (
    select unit_id, month, stock, residents from stocks
    union all
    -- Units without a case of their own still have residents.
    select u.unit_id, u.month, 0, u.population
    from unit_months as u
    inner join unit_roots as r on r.unit_id = u.unit_id
    inner join bureaus as b on b.root_id = r.root_id and u.month >= b.first_month
    where u.population is not null
)

select
    'CAS04' as indicator_id,
    '' as series,
    'main' as component,
    c.unit_id,
    c.month,
    sum(c.stock) as numerator,
    sum(c.residents) as denominator,
    null as numerator_sq,
    sum(c.stock) as n,
    null as sum_weight_sq,
    sum(c.stock) as coverage_n,
    0 as excluded_n,
    y.mature
from counted as c
inner join maturity as y on y.indicator_id = 'CAS04' and y.month = c.month
group by c.unit_id, c.month, y.mature
