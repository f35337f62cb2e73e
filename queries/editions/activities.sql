-- Which activities came or were corrected since a moment, up to the chosen month?
-- Grain: one row per unit and month; the other columns as in editions/cases.
select
    place.ancestor_id as unit_id,
    month_of(k.held_on) as first_month,
    month_of(k.held_on) as last_month,
    false as is_small,
    count(*) as n,
    count(*) filter (where k.first_loaded_at > $since) as late,
    count(*) filter (where k.first_loaded_at <= $since and k.loaded_at > $since) as corrected
from activities as k
inner join unit_map as place
    on place.unit_id = k.unit_id and place.month = month_of(k.held_on)
where
    k.loaded_at > $loaded_after
    and k.held_on < $month + interval 1 month
    and place.structure = 'current'
    and list_contains($unit_ids, place.ancestor_id)
group by place.ancestor_id, month_of(k.held_on)
order by unit_id, first_month
