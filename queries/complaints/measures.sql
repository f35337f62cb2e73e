-- Which measures were noted for one unit rather than for the whole bureau?
-- Grain: one row per note, the oldest first.
select
    note.scope_unit_id as unit_id,
    note.start_date as first_day,
    note.text as words
from annotations as note
inner join unit_list as l on l.unit_id = note.scope_unit_id
where
    note.kind in ('assistance', 'rectification')
    and l.parent_unit_id is not null
    and note.start_date < ($month::date + interval 1 month)
order by note.start_date, note.text
