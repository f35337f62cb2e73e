-- Which open small cases must be called back within seven days of the cut-off?
-- Grain: one row per case and point of the schedule, the tightest first.
with targets as (
    select unit_id, min(target_id) as target_id
    from unit_map
    where
        structure = 'current'
        and ancestor_id = $unit_id
        and month = (select max(month) from unit_map)
        and (len($scope) = 0 or target_id = any($scope))
    group by unit_id
)

select
    t.target_id as unit_id,
    d.case_id,
    d.category_code,
    d.premises_type,
    d.point_day::integer as point_day,
    d.last_day,
    datediff('day', $cutoff, d.last_day)::integer as days_left
from callbacks_due as d
inner join targets as t on t.unit_id = d.unit_id
where
    d.last_day < $cutoff + 7
    and ($category_code = '' or d.category_code = $category_code)
order by d.last_day, t.target_id, d.case_id
