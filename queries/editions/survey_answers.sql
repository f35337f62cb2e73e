-- Which counts of survey answers came or were corrected since a moment, up to the chosen month?
-- Grain: one row per unit and month; the other columns as in editions/cases.
select
    place.ancestor_id as unit_id,
    k.period_month as first_month,
    k.period_month as last_month,
    false as is_small,
    count(*) as n,
    count(*) filter (where k.first_loaded_at > $since) as late,
    count(*) filter (where k.first_loaded_at <= $since and k.loaded_at > $since) as corrected
from survey_answers as k
inner join unit_map as place
    on place.unit_id = k.unit_id and place.month = k.period_month
where
    k.loaded_at > $loaded_after
    and k.period_month <= $month
    and place.structure = 'current'
    and list_contains($unit_ids, place.ancestor_id)
group by place.ancestor_id, k.period_month
order by unit_id, first_month
