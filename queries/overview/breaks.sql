-- Which changes of questionnaire or mode were noted for the chosen unit or those above it?
-- Grain: one row per note.
select
    note.start_date,
    note.kind,
    note.indicator_id,
    note.text
from annotations as note
where
    note.kind in ('questionnaire_change', 'mode_change')
    and (
        note.scope_unit_id is null
        or note.scope_unit_id in (
            select ancestor_id from unit_map where target_id = $unit_id
        )
    )
order by note.start_date
