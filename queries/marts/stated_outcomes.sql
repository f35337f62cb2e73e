-- What outcome does the source state, where it gives no dates of the ends?
-- Grain: one row per unit, month of the report and category.
select
    m.handling_unit_id as unit_id,
    month_of(m.received_day) as month,
    m.category_code,
    count(*) as n,
    count(*) filter (where m.stated_outcome = 'solved') as solved,
    count(*) filter (where m.stated_outcome = 'closed_unsolved') as closed_unsolved,
    count(*) filter (where m.stated_outcome = 'open') as open,
    count(*) filter (where m.stated_outcome not in ('solved', 'closed_unsolved', 'open'))
        as unknown
from matters as m
where m.stated_outcome is not null and m.solved_at is null and m.closed_at is null
group by m.handling_unit_id, month_of(m.received_day), m.category_code
order by unit_id, month, m.category_code
