-- When did what each record says happen, and when was it entered?
-- Grain: one row per record of the tables whose lateness is watched, their unit and table.
select
    'cases' as series,
    handling_unit_id as unit_id,
    cast(received_at as date) as event_day,
    recorded_at,
    first_loaded_at,
    time_precision <> 'month' as is_dayed
from cases
union all
select
    'case_events', unit_id, cast(event_at as date), recorded_at, first_loaded_at, true
from case_events
union all
select
    'complaints',
    coalesce(handling_unit_id, unit_id),
    cast(received_at as date),
    recorded_at,
    first_loaded_at,
    true
from complaints
union all
select 'activities', unit_id, held_on, recorded_at, first_loaded_at, true
from activities
