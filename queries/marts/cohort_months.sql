-- How many months after being docketed were small cases solved?
-- Grain: one row per unit, category, month of docketing and number of calendar months until the
-- case was solved; solved_after is null for those not solved within 90 days.
select
    s.unit_id,
    s.category_code,
    month_of(s.docket_day) as docket_month,
    case
        when datediff('day', s.docket_day, s.solved_day) <= 90
            then 12 * (year(s.solved_day) - year(s.docket_day))
                + month(s.solved_day) - month(s.docket_day)
    end as solved_after,
    count(*) as n
from small_spells as s
where s.start_kind = 'docketed' and s.time_precision <> 'month'
group by
    s.unit_id,
    s.category_code,
    month_of(s.docket_day),
    case
        when datediff('day', s.docket_day, s.solved_day) <= 90
            then 12 * (year(s.solved_day) - year(s.docket_day))
                + month(s.solved_day) - month(s.docket_day)
    end
order by docket_month, s.unit_id, s.category_code, solved_after nulls last
