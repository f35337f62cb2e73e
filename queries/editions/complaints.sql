-- Which complaints came or were corrected since a moment, up to the chosen month?
-- Grain: one row per unit, first and last month a complaint touches; the other columns as in
-- editions/cases.
select
    place.ancestor_id as unit_id,
    month_of(k.received_at) as first_month,
    month_of(greatest(k.received_at, k.notice_at, k.due_at, k.closed_at)) as last_month,
    false as is_small,
    count(*) as n,
    count(*) filter (where k.first_loaded_at > $since) as late,
    count(*) filter (where k.first_loaded_at <= $since and k.loaded_at > $since) as corrected
from complaints as k
inner join unit_map as place
    on place.unit_id = k.unit_id and place.month = month_of(k.received_at)
where
    k.loaded_at > $loaded_after
    and k.received_at < $month + interval 1 month
    and place.structure = 'current'
    and list_contains($unit_ids, place.ancestor_id)
group by all
order by unit_id, first_month, last_month
