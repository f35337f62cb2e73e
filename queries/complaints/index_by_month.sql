-- How many complaints and petitions did each unit of the bureau have in each month, and how many
-- were to be expected by its exposure ($exposure: matters or population)?
-- Grain: one row per unit, category and month from $first_month on with complaints or anything to
-- expect. Windows of months are summed from these rows and shrunk afterwards; expected is null where
-- there is no exposure, and compared lacks the complaints (all are in observed) of such units.
with bureau as (
    select l.root_id from unit_list as l where l.unit_id = $unit_id
),

inside as (
    select distinct m.target_id
    from unit_map as m
    inner join bureau as b on b.root_id = m.ancestor_id
    where m.structure = $structure and (len($scope) = 0 or m.target_id = any($scope))
),

shares as (
    select m.ancestor_id, m.unit_id, m.month, sum(m.share) as share
    from unit_map as m
    inner join inside as i on i.target_id = m.target_id
    where
        m.structure = $structure
        and m.month between $first_month and $month
    group by all
),

observed as (
    select s.ancestor_id as unit_id, s.month, c.category_l1, sum(c.n * s.share) as n
    from complaint_months as c
    inner join shares as s on s.unit_id = c.unit_id and s.month = c.month
    where c.kind in ('complaint', 'petition')
    group by s.ancestor_id, s.month, c.category_l1
),

expected as (
    select
        s.ancestor_id as unit_id,
        s.month,
        split_part(i.series, '|', 1) as category_l1,
        sum(i.numerator * s.share) as compared,
        sum(i.denominator * s.share) as n
    from indicator_months as i
    inner join shares as s on s.unit_id = i.unit_id and s.month = i.month
    where
        i.indicator_id = 'CMP07'
        and i.component = 'main'
        and split_part(i.series, '|', 2) = $exposure
    group by s.ancestor_id, s.month, split_part(i.series, '|', 1)
),

counted as (
    select
        coalesce(o.unit_id, e.unit_id) as unit_id,
        coalesce(o.month, e.month) as month,
        coalesce(o.category_l1, e.category_l1) as category_l1,
        coalesce(o.n, 0) as observed,
        e.compared,
        e.n as expected
    from observed as o
    full join expected as e
        on e.unit_id = o.unit_id
        and e.month = o.month
        and e.category_l1 = o.category_l1
)

select
    l.unit_id,
    l.short_name,
    l.level,
    coalesce(l.parent_unit_id, '') as parent_id,
    c.category_l1 as category,
    c.month,
    c.observed::double as observed,
    coalesce(c.compared, 0)::double as compared,
    c.expected::double as expected
from counted as c
inner join unit_list as l on l.unit_id = c.unit_id
order by l.display_order, l.unit_id, c.category_l1, c.month
