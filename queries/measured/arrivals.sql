-- How were the records of the chosen month and of the 24 before it entered, day by day?
-- Grain: one row per series, month and days past the age at which the chosen month stands at the
-- cut-off (0: all that was entered until then). Of the chosen unit's branch, or its bureau.
with place as (
    select above.unit_id
    from unit_list as unit
    inner join unit_list as above on above.unit_id = any(string_split(unit.path, '/'))
    where unit.unit_id = $unit_id and above.level in ('bureau', 'branch')
    order by case above.level when 'branch' then 0 else 1 end
    limit 1
),

age as (
    select datediff('day', ($month::date + interval 1 month)::date, $cutoff::date) as days
)

select
    delay.series,
    delay.month,
    greatest(delay.days_after - age.days + 1, 0)::bigint as days,
    sum(delay.n)::double as n
from record_delays as delay
cross join age
where
    delay.unit_id = (select unit_id from place)
    and delay.month between ($month::date - interval 24 month)::date and $month
group by all
order by delay.series, delay.month, days
