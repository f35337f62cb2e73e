-- How many of the small cases docketed in twelve months did each unit solve within 90 days?
-- Grain: one row per unit directly under the chosen one (beside it where it has none under it),
-- in the order of the bureau's list, and one for the whole bureau as reference.
-- The twelve months end with the last that can be judged: all its cases past day 90.
with place as (
    select
        l.root_id,
        case
            when exists (select 1 from unit_list as b where b.parent_unit_id = l.unit_id)
                then l.unit_id
            else l.parent_unit_id
        end as above_id
    from unit_list as l
    where l.unit_id = $unit_id
),

units as (
    select l.unit_id, l.short_name, l.display_order, false as is_reference
    from unit_list as l
    inner join place as p on l.parent_unit_id = p.above_id
    where len($scope) = 0 or l.unit_id = any($scope)
    union all
    select l.unit_id, l.short_name, -1, true
    from unit_list as l
    inner join place as p on l.unit_id = p.root_id
),

judged as (
    select docket_month as month, max(docket_month) over () as last_month
    from (
        select distinct docket_month
        from cohorts
        where
            step = 90
            and docket_month <= $month
            and (docket_month + interval 1 month)::date + 90 <= $cutoff
    )
),

counted as (
    select
        m.ancestor_id as unit_id,
        min(j.month) as first_month,
        max(j.month) as last_month,
        sum(c.docketed * m.share)::double as docketed,
        sum(c.solved * m.share)::double as solved
    from cohorts as c
    inner join judged as j
        on j.month = c.docket_month and j.month > j.last_month - interval 12 months
    inner join unit_map as m
        on m.structure = $structure and m.month = c.docket_month and m.unit_id = c.unit_id
    inner join units as u on u.unit_id = m.ancestor_id
    where c.step = 90 and ($category_code = '' or c.category_code = $category_code)
    group by m.ancestor_id
)

select
    u.unit_id,
    u.short_name,
    u.is_reference,
    c.first_month,
    c.last_month,
    coalesce(c.docketed, 0) as docketed,
    coalesce(c.solved, 0) as solved
from units as u
left join counted as c on c.unit_id = u.unit_id
order by u.is_reference desc, u.display_order, u.unit_id
