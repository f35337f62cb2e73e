-- From which age on are there at least so many open cases when the month is over?
-- Grain: one row with an age in days since docketing; none where fewer are open. With it the
-- oldest can be listed without reading all the others.
with places as (
    select unit_id, sum(share) as share
    from unit_map
    where
        structure = $structure
        and ancestor_id = $unit_id
        and month = $month
        and (len($scope) = 0 or list_contains($scope, target_id))
    group by unit_id
),

ages as (
    select a.age_from, sum(a.n) as n
    from open_ages as a
    inner join places as p on p.unit_id = a.unit_id
    where a.month = $month
    group by a.age_from
),

counted as (
    select age_from, sum(n) over (order by age_from desc) as as_old_or_older
    from ages
)

select max(age_from)::integer as age_from
from counted
where as_old_or_older >= $rows
having max(age_from) is not null
