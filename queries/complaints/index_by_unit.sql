-- How many complaints and petitions did each unit have in three months, and how many were to be
-- expected by its exposure ($exposure: matters or population)?
-- Grain: one row per unit under the one in view and category. Compared and expected are summed over
-- months and units here and shrunk afterwards; expected is null where there is no exposure, and
-- compared lacks the complaints (all are in observed) of units that have none.
-- In view is the chosen unit, for a unit without any below it the one above.
with in_view as (
    select
        case
            when exists (select 1 from unit_list as b where b.parent_unit_id = l.unit_id)
                then l.unit_id
            else coalesce(l.parent_unit_id, l.unit_id)
        end as unit_id
    from unit_list as l
    where l.unit_id = $unit_id
),

inside as (
    select distinct m.target_id
    from unit_map as m
    inner join in_view as v on v.unit_id = m.ancestor_id
    where m.structure = $structure and (len($scope) = 0 or m.target_id = any($scope))
),

shares as (
    select m.ancestor_id, m.unit_id, m.month, sum(m.share) as share
    from unit_map as m
    inner join inside as i on i.target_id = m.target_id
    where
        m.structure = $structure
        and m.month between ($month::date - interval 2 month)::date and $month
        and m.ancestor_id in (
            select target_id from inside union all select unit_id from in_view
        )
    group by all
),

observed as (
    select s.ancestor_id as unit_id, c.category_l1, sum(c.n * s.share) as n
    from complaint_months as c
    inner join shares as s on s.unit_id = c.unit_id and s.month = c.month
    where c.kind in ('complaint', 'petition')
    group by s.ancestor_id, c.category_l1
),

expected as (
    select
        s.ancestor_id as unit_id,
        split_part(i.series, '|', 1) as category_l1,
        sum(i.numerator * s.share) as compared,
        sum(i.denominator * s.share) as n
    from indicator_months as i
    inner join shares as s on s.unit_id = i.unit_id and s.month = i.month
    where
        i.indicator_id = 'CMP07'
        and i.component = 'main'
        and split_part(i.series, '|', 2) = $exposure
    group by s.ancestor_id, split_part(i.series, '|', 1)
),

counted as (
    select
        coalesce(o.unit_id, e.unit_id) as unit_id,
        coalesce(o.category_l1, e.category_l1) as category_l1,
        coalesce(o.n, 0) as observed,
        e.compared,
        e.n as expected
    from observed as o
    full join expected as e on e.unit_id = o.unit_id and e.category_l1 = o.category_l1
)

select
    l.unit_id,
    l.short_name,
    l.level,
    l.parent_unit_id,
    c.category_l1,
    c.observed::double as observed,
    c.compared::double as compared,
    c.expected::double as expected
from counted as c
inner join unit_list as l on l.unit_id = c.unit_id
order by l.display_order, l.unit_id, c.category_l1
