-- How old is the middle small case open when the month is over, and how old the oldest twelfth?
-- Grain: one row per quantile, 0.5 and 0.92, with the age bin it falls into; days since docketing.
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

bins as (
    select a.age_from, a.age_to, sum(a.n * p.share) as n
    from open_ages as a
    inner join places as p on p.unit_id = a.unit_id
    where a.month = $month
    group by a.age_from, a.age_to
),

summed as (
    select
        age_from,
        age_to,
        sum(n) over (order by age_from) as up_to,
        sum(n) over () as total
    from bins
)

select
    q.quantile::double as quantile,
    min(b.age_from)::integer as age_from,
    min(b.age_to)::integer as age_to,
    min(b.total)::double as total
from (values (0.5), (0.92)) as q(quantile)
inner join summed as b on b.up_to >= q.quantile * b.total
group by q.quantile
order by q.quantile
