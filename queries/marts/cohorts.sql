-- How much of what was docketed in a month was solved or closed after so many days?
-- Grain: one row per unit, category, month of docketing and step of 30 days; solved and
-- closed_unsolved are those by day <= step. A step counts (mature) when the month's last day
-- plus the step is before the cut-off.
with steps as (
    select cast(step as bigint) as step
    from (
        values (0), (30), (60), (90), (120), (150), (180), (210), (240), (270), (300), (330), (360)
    ) as v (step)
),

docketed as (
    select
        unit_id,
        category_code,
        month_of(docket_day) as docket_month,
        datediff('day', docket_day, solved_day) as solved_days,
        case
            when interval_end_kind = 'closed_unsolved'
                then datediff('day', docket_day, interval_end_day)
        end as closed_days
    from small_spells
    where start_kind = 'docketed' and time_precision <> 'month'
),

-- Few distinct steps instead of many distinct days.
stepped as (
    select
        unit_id,
        category_code,
        docket_month,
        case
            when solved_days <= 0 then 0
            when solved_days <= 360 then 30 * cast(ceil(solved_days / 30.0) as bigint)
        end as solved_step,
        case
            when closed_days <= 0 then 0
            when closed_days <= 360 then 30 * cast(ceil(closed_days / 30.0) as bigint)
        end as closed_step
    from docketed
),

counted as (
    select unit_id, category_code, docket_month, solved_step, closed_step, count(*) as n
    from stepped
    group by unit_id, category_code, docket_month, solved_step, closed_step
)

select
    d.unit_id,
    d.category_code,
    d.docket_month,
    s.step,
    cast(sum(d.n) as bigint) as docketed,
    cast(coalesce(sum(d.n) filter (where d.solved_step <= s.step), 0) as bigint) as solved,
    cast(
        coalesce(
            sum(d.n) filter (
                where d.closed_step <= s.step
                    and (d.solved_step is null or d.solved_step > s.step)
            ),
            0
        ) as bigint
    ) as closed_unsolved,
    cast(m.last_day + s.step * interval 1 day as date) < k.cutoff as mature
from counted as d
cross join steps as s
cross join clock as k
inner join months as m on m.month = d.docket_month
group by d.unit_id, d.category_code, d.docket_month, s.step, m.last_day, k.cutoff
order by d.docket_month, s.step, d.unit_id, d.category_code
