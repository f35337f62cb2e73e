-- Until when must the result of a matter solved on a day be told?
-- Grain: one row per day. The limit in force that day; a last day on a holiday ends on the next
-- working day.
select
    w.day as solved_day,
    coalesce(e.next_workday, cast(w.day + r.limit_value * interval 1 day as date)) as due_day
from workdays as w
inner join deadlines as r
    on r.rule_id = 'RESULT_NOTICE'
    and r.limit_unit = 'day'
    and r.valid_from <= w.day
    and (r.valid_to is null or w.day < r.valid_to)
left join workdays as e on e.day = cast(w.day + r.limit_value * interval 1 day as date)
