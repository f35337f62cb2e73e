-- How old were the small cases open at each month's end, by category?
-- Grain: one row per month, unit, category and band of days since docketing. The last band ends
-- with the 24 months, which may be 731 days.
with open_cases as (
    select
        m.month,
        s.unit_id,
        s.category_code,
        datediff('day', s.docket_day, m.as_of_day) as age
    from small_spells as s
    inner join months as m
        on m.as_of_day > s.start_day
        and m.as_of_day <= coalesce(s.end_day, date '9999-12-31')
    where s.time_precision <> 'month'
),

banded as (
    select
        month,
        unit_id,
        category_code,
        case
            when age <= 7 then '0-7'
            when age <= 15 then '8-15'
            when age <= 30 then '16-30'
            when age <= 60 then '31-60'
            when age <= 90 then '61-90'
            when age <= 180 then '91-180'
            when age <= 365 then '181-365'
            else '366-730'
        end as band
    from open_cases
)

select month, unit_id, category_code, band, count(*) as n
from banded
group by month, unit_id, category_code, band
order by month, unit_id, category_code, band
