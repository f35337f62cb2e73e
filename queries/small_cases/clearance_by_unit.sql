-- How many of the small cases docketed in twelve months did each unit solve within 90 days?
-- Grain: one row per unit directly under the chosen one (beside it where it has none under it),
-- in the order of the bureau's list, and first one for the unit they are held against.
-- The twelve months end with the last whose cases are all past day 90.
with place as (
    select
        case
            when exists (select 1 from unit_list as b where b.parent_unit_id = l.unit_id)
                then l.unit_id
            else coalesce(l.parent_unit_id, l.unit_id)
        end as above_id,
        case when $other_unit_id = '' then l.root_id else $other_unit_id end as reference_id
    from unit_list as l
    where l.unit_id = $unit_id
),

units as (
    select l.unit_id, l.display_order, false as is_reference
    from unit_list as l
    inner join place as p on l.parent_unit_id = p.above_id
    where len($scope) = 0 or list_contains($scope, l.unit_id)
    union all
    select p.reference_id, -1, true
    from place as p
),

last_judged as (
    select max(docket_month) as month
    from cohorts
    where step = 90 and mature and docket_month <= $month
),

counted as (
    select
        m.ancestor_id as unit_id,
        min(c.docket_month) as first_month,
        max(c.docket_month) as last_month,
        sum(c.docketed * m.share)::double as docketed,
        sum(c.solved * m.share)::double as solved
    from cohorts as c
    inner join last_judged as j
        on c.docket_month <= j.month and c.docket_month > j.month - interval 12 months
    inner join unit_map as m
        on m.structure = $structure and m.month = c.docket_month and m.unit_id = c.unit_id
    where
        c.step = 90
        and m.ancestor_id in (select unit_id from units)
        and ($category_code = '' or c.category_code = $category_code)
    group by m.ancestor_id
)

select
    u.unit_id,
    u.is_reference,
    c.first_month,
    c.last_month,
    coalesce(c.docketed, 0) as docketed,
    coalesce(c.solved, 0) as solved
from units as u
left join counted as c on c.unit_id = u.unit_id
where u.is_reference or c.docketed > 0
order by u.is_reference desc, u.display_order, u.unit_id
