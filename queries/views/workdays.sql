-- On which day does a limit end, counted in days or in working days?
-- Grain: one row per day of the calendar. A limit in days ends on next_workday of its last day;
-- n working days after a day end on the working day whose number is n higher.
select
    date as day,
    is_workday,
    min(case when is_workday then date end)
        over (order by date rows between current row and unbounded following) as next_workday,
    sum(case when is_workday then 1 else 0 end)
        over (order by date rows between unbounded preceding and current row) as workday_number
from calendar
