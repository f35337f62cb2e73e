-- What did units say to their own figures, and what was verified, that holds in the chosen month?
-- Grain: one row per remark, the newest first.
select
    note.scope_unit_id as unit_id,
    note.kind,
    coalesce(note.indicator_id, '') as indicator_id,
    coalesce(note.finding, '') as finding,
    note.text as words,
    note.author as post,
    note.created_at::date as day
from annotations as note
where
    note.kind in ('explanation', 'verified')
    and note.scope_unit_id is not null
    and note.start_date < $month::date + interval 1 month
    and (note.end_date is null or note.end_date >= $month)
order by note.created_at desc, note.annotation_id desc
