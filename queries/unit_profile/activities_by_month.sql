-- How many activities of some kinds did the chosen unit and those under it record in each month?
-- Grain: one row per month of the last twenty-four with any; an activity is a row that was recorded,
-- not planned. No kinds are all kinds.
select
    done.month,
    sum(done.n * place.share)::double as activity_count
from activity_months as done
inner join unit_map as place
    on place.unit_id = done.unit_id and place.month = done.month
where
    place.structure = $structure
    and place.ancestor_id = $unit_id
    and (len($activity_types) = 0 or list_contains($activity_types, done.activity_type))
    and done.month <= $month
    and done.month > $month - interval 24 month
group by done.month
order by done.month
