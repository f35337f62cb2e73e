-- How old were the small cases open at each month's end?
-- Grain: one row per month, unit and age in days since docketing: single days up to 92, then
-- weeks. A case docketed on the month's last day is one day old when the month is over.
with open_cases as (
    select m.month, s.unit_id, datediff('day', s.docket_day, m.as_of_day) as age
    from small_spells as s
    inner join months as m
        on m.as_of_day > s.start_day
        and m.as_of_day <= coalesce(s.end_day, date '9999-12-31')
    where s.time_precision <> 'month'
),

binned as (
    select
        month,
        unit_id,
        case
            when age <= 92 then age
            else 93 + cast(floor((age - 93) / 7.0) as bigint)
        end as age_bin
    from open_cases
)

select
    month,
    unit_id,
    age_bin,
    case when age_bin <= 92 then age_bin else 93 + 7 * (age_bin - 93) end as age_from,
    case when age_bin <= 92 then age_bin else 99 + 7 * (age_bin - 93) end as age_to,
    count(*) as n
from binned
group by month, unit_id, age_bin
order by month, unit_id, age_bin
