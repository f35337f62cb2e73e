-- Which matters were transferred or recategorised, and what are they today?
-- Grain: one row per matter with such an event. They are few.
select c.case_id, c.handling_unit_id, c.category_code
from cases as c
inner join (
    select distinct case_id
    from case_events
    where event_type in ('unit_transfer', 'recategorised')
) as e on e.case_id = c.case_id
