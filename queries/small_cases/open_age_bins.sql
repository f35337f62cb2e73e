-- How many small cases open when the month is over have which age?
-- Grain: one row per age bin with any, days since docketing: single days to 92, then weeks.
with places as (
    select unit_id, sum(share) as share
    from unit_map
    where
        structure = $structure
        and ancestor_id = $unit_id
        and month = $month
        and (len($scope) = 0 or list_contains($scope, target_id))
    group by unit_id
)

select
    a.age_from::integer as age_from,
    a.age_to::integer as age_to,
    sum(a.n * p.share)::double as n
from open_ages as a
inner join places as p on p.unit_id = a.unit_id
where a.month = $month
group by a.age_from, a.age_to
order by a.age_from
