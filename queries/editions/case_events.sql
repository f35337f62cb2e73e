-- Which contacts and steps of cases came or were corrected since a moment, up to the chosen month?
-- Grain: one row per unit and month; the other columns as in editions/cases.
select
    place.ancestor_id as unit_id,
    month_of(k.event_at) as first_month,
    month_of(k.event_at) as last_month,
    false as is_small,
    count(*) as n,
    count(*) filter (where k.first_loaded_at > $since) as late,
    count(*) filter (where k.first_loaded_at <= $since and k.loaded_at > $since) as corrected
from case_events as k
inner join unit_map as place
    on place.unit_id = k.unit_id and place.month = month_of(k.event_at)
where
    k.loaded_at > $loaded_after
    and k.event_at < $month + interval 1 month
    and place.structure = 'current'
    and list_contains($unit_ids, place.ancestor_id)
group by place.ancestor_id, month_of(k.event_at)
order by unit_id, first_month
