-- How many complaints and petitions came about each unit, and how many matters did it handle?
-- Grain: one row per finest unit of the chosen unit's bureau and month with matters, over the
-- thirty-six months to the chosen one.
with bureau as (
    select root_id from unit_list where unit_id = $unit_id
),

counted as (
    select unit_id, month, matters, 0 as complaints from exposure_months
    union all
    select unit_id, month, 0, n from complaint_months where kind in ('complaint', 'petition')
)

select
    place.target_id as unit_id,
    counted.month,
    cast(sum(counted.complaints * place.share) as double) as complaints,
    cast(sum(counted.matters * place.share) as double) as matters
from counted
inner join unit_map as place
    on place.unit_id = counted.unit_id and place.month = counted.month
inner join bureau on bureau.root_id = place.ancestor_id
where
    place.structure = $structure
    and place.target_id <> 'UNKNOWN'
    and counted.month > $month - to_months(36)
    and counted.month <= $month
group by place.target_id, counted.month
having sum(counted.matters * place.share) > 0
order by unit_id, counted.month
