-- Which campaigns ran, for the chosen unit or those above it, that may move what people say?
-- Grain: one row per campaign.
select
    note.start_date as first_day,
    coalesce(note.end_date, $cutoff::date - interval 1 day)::date as last_day,
    note.text as words
from annotations as note
where
    note.kind = 'campaign'
    and (note.indicator_id is null or note.indicator_id like 'SAT%')
    and note.start_date < $cutoff
    and (
        note.scope_unit_id is null
        or note.scope_unit_id in (
            select ancestor_id from unit_map where target_id = $unit_id
        )
    )
order by note.start_date, note.text
