-- What share of complaints and petitions is about access, attitude or inaction?
-- Grain: one row per unit complained about and month of receipt. Bureaus whose source gives no
-- category at all have no rows.
with recorded as (
    select distinct r.root_id
    from complaint_months as c
    inner join unit_roots as r on r.unit_id = c.unit_id
    where c.category_l1 <> 'other'
)

select
    'CMP06' as indicator_id,
    '' as series,
    'main' as component,
    c.unit_id,
    c.month,
    coalesce(
        sum(c.n) filter (where c.category_l1 in ('access_service', 'attitude', 'inaction')), 0
    ) as numerator,
    sum(c.n) as denominator,
    null as numerator_sq,
    sum(c.n) as n,
    null as sum_weight_sq,
    sum(c.n) as coverage_n,
    0 as excluded_n,
    y.mature
from complaint_months as c
inner join unit_roots as r on r.unit_id = c.unit_id
inner join recorded as d on d.root_id = r.root_id
inner join maturity as y on y.indicator_id = 'CMP06' and y.month = c.month
where c.kind in ('complaint', 'petition')
group by c.unit_id, c.month, y.mature
