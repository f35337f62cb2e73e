-- How many matters did each unit have to do with in each month?
-- Grain: one row per unit of jurisdiction and month of the report.
select jurisdiction_unit_id as unit_id, month_of(received_day) as month, count(*) as matters
from matters
group by jurisdiction_unit_id, month_of(received_day)
order by unit_id, month
