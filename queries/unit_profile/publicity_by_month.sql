-- How often did the chosen unit and those under it tell the public something in each month?
-- Grain: one row per month of the last twenty-four with any; press releases and publicity.
select
    done.month,
    sum(done.n * place.share)::double as activity_count
from activity_months as done
inner join unit_map as place
    on place.unit_id = done.unit_id and place.month = done.month
where
    place.structure = $structure
    and place.ancestor_id = $unit_id
    and done.activity_type in ('press_release', 'publicity')
    and done.month <= $month
    and done.month > $month - interval 24 month
group by done.month
order by done.month
