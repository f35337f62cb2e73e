-- Until when must the result of a matter solved on a day be told?
-- Grain: one row per day.
select start_day as solved_day, due_day
from limit_days
where rule_id = 'RESULT_NOTICE' and variant = 'none' and due_day is not null
