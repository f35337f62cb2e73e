-- How many open small cases must each unit call back in the seven days after the chosen month?
-- Grain: one row per unit directly under the chosen one with any, most first; what lies under
-- none of them (the chosen unit itself, cases of an unknown unit) stands under the chosen one.
with places as (
    select m.unit_id, max_by(m.target_id, m.share) as target_id
    from unit_map as m
    where
        m.structure = 'current'
        and m.ancestor_id = $unit_id
        and m.month = (select max(month) from unit_map)
        and (len($scope) = 0 or list_contains($scope, m.target_id))
    group by m.unit_id
),

under as (
    select p.unit_id, coalesce(max(b.unit_id), $unit_id) as part_id
    from places as p
    left join unit_list as t on t.unit_id = p.target_id
    left join unit_list as b
        on b.parent_unit_id = $unit_id and starts_with(t.path || '/', b.path || '/')
    group by p.unit_id
)

select u.part_id as unit_id, count(*) as n
from callback_weeks as d
inner join under as u on u.unit_id = d.unit_id
where
    d.month = $month
    and not d.is_made
    and ($category_code = '' or d.category_code = $category_code)
group by u.part_id
order by n desc, u.part_id
