-- Which contacts and procedural facts are known at the cut-off?
-- Grain: one row per event before the cut-off.
select
    e.event_id,
    e.case_id,
    e.event_type,
    e.event_at,
    cast(e.event_at as date) as event_day,
    e.unit_id
from case_events as e
cross join clock as k
where e.event_at < cast(k.cutoff as timestamp)
