-- On which day does a limit end, counted in days or in working days?
-- Grain: one row per day. A limit in days that ends on a holiday ends on next_workday; n working
-- days after a day end on the working day whose number is n higher. Days the calendar does not
-- know are worked from Monday to Friday.
with days as (
    select w.date as day, coalesce(c.is_workday, w.is_workday) as is_workday
    from weekdays as w
    left join calendar as c on c.date = w.date
)

select
    day,
    is_workday,
    min(case when is_workday then day end)
        over (order by day rows between current row and unbounded following) as next_workday,
    cast(
        sum(case when is_workday then 1 else 0 end)
            over (order by day rows between unbounded preceding and current row) as bigint
    ) as workday_number
from days
