-- How many callbacks fall due within seven days of the cut-off, made already or not?
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
),

due as (
    select unit_id, days_left, 0 as made, n as to_make from callbacks_due_counts
    union all
    select unit_id, days_left, n, 0 from callbacks_ahead
)

select
    coalesce(sum(d.made * p.share), 0)::double as made,
    coalesce(sum(d.to_make * p.share), 0)::double as to_make
from due as d
inner join places as p on p.unit_id = d.unit_id
where d.days_left < 7
