-- Which open small cases must be called back in the seven days after the chosen month?
-- Grain: one row per case and point of the schedule, the tightest first; the days run from the
-- cut-off where the month is not over.
with places as (
    select unit_id, max_by(target_id, share) as target_id
    from unit_map
    where
        structure = 'current'
        and ancestor_id = $unit_id
        and month = (select max(month) from unit_map)
        and (len($scope) = 0 or list_contains($scope, target_id))
    group by unit_id
)

select
    p.target_id as unit_id,
    d.case_id,
    d.category_code,
    d.premises_type,
    d.point_day::integer as point_day,
    d.last_day,
    datediff('day', least(cast($month + interval 1 month as date), $cutoff), d.last_day)::integer as days_left
from callback_weeks as d
inner join places as p on p.unit_id = d.unit_id
where
    d.month = $month
    and not d.is_made
    and ($category_code = '' or d.category_code = $category_code)
order by d.last_day, p.target_id, d.case_id
limit $rows
