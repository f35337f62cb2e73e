-- How many complaints has each unit against what its residents or matters let expect?
-- Grain: one row per series (category|exposure), unit complained about and month. The numerator
-- is observed, the denominator expected: the bureau's complaints of the category that month,
-- shared out by exposure. Only units with the exposure take part, on both sides.
with exposures as (
    select 'population' as exposure, unit_id, month, cast(population as double) as weight
    from unit_months
    where population > 0
    union all
    select 'matters', unit_id, month, cast(matters as double)
    from exposure_months
    where unit_id <> 'UNKNOWN'
),

placed as (
    select
        e.exposure,
        r.root_id,
        e.unit_id,
        e.month,
        e.weight,
        sum(e.weight) over (partition by e.exposure, r.root_id, e.month) as total_weight
    from exposures as e
    inner join unit_roots as r on r.unit_id = e.unit_id
),

observed as (
    select
        p.exposure,
        p.root_id,
        p.unit_id,
        p.month,
        c.category_l1,
        sum(c.n) as n
    from placed as p
    inner join complaint_months as c on c.unit_id = p.unit_id and c.month = p.month
    where c.kind in ('complaint', 'petition')
    group by p.exposure, p.root_id, p.unit_id, p.month, c.category_l1
),

totals as (
    select exposure, root_id, month, category_l1, sum(n) as n
    from observed
    group by exposure, root_id, month, category_l1
)

select
    'CMP07' as indicator_id,
    t.category_l1 || '|' || t.exposure as series,
    'main' as component,
    p.unit_id,
    p.month,
    coalesce(o.n, 0) as numerator,
    t.n * p.weight / nullif(p.total_weight, 0) as denominator,
    null as numerator_sq,
    coalesce(o.n, 0) as n,
    null as sum_weight_sq,
    coalesce(o.n, 0) as coverage_n,
    0 as excluded_n,
    y.mature
from totals as t
inner join placed as p
    on p.exposure = t.exposure and p.root_id = t.root_id and p.month = t.month
left join observed as o
    on o.exposure = t.exposure
    and o.unit_id = p.unit_id
    and o.month = t.month
    and o.category_l1 = t.category_l1
inner join maturity as y on y.indicator_id = 'CMP07' and y.month = t.month
