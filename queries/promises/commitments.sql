-- What has been promised, by whom, and until when?
-- Grain: one row per commitment, the ten matters first; the owner is a unit, never a person.
select
    c.commitment_id,
    c.source,
    c.title,
    c.public_text,
    c.indicator_id,
    coalesce(u.short_name, c.owner_unit_id) as owner,
    c.start_date,
    c.due_date
from commitments as c
left join unit_list as u on u.unit_id = c.owner_unit_id
order by c.source <> 'ten_matters', c.commitment_id
