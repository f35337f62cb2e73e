-- How many callbacks fall due in the seven days after the chosen month, made already or not?
-- Grain: one row.
with places as (
    select unit_id, sum(share) as share
    from unit_map
    where
        structure = 'current'
        and ancestor_id = $unit_id
        and month = (select max(month) from unit_map)
        and (len($scope) = 0 or list_contains($scope, target_id))
    group by unit_id
)

select
    coalesce(sum(p.share) filter (where d.is_made), 0)::double as made,
    coalesce(sum(p.share) filter (where not d.is_made), 0)::double as to_make
from callback_weeks as d
inner join places as p on p.unit_id = d.unit_id
where d.month = $month
