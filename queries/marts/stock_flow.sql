-- How many small cases came into and left each unit's stock in each month, and how?
-- Grain: one row per unit, category and month with a flow. The open stock at a month's end is
-- the sum of (docketed + reopened - solved - closed_unsolved - aged_out + moved_in - moved_out)
-- up to that month. solved_series is the part of solved that came from linked cases (带破).
with flows as (
    select unit_id, category_code, month_of(start_day) as month, start_kind as kind, false as
        is_series
    from small_spells
    union all
    select
        unit_id,
        category_code,
        month_of(end_day),
        case when end_kind = 'moved' then 'moved_out' else end_kind end,
        end_kind = 'solved' and is_last and coalesce(solve_mode, '') = 'series'
    from small_spells
    where end_day is not null
)

select
    unit_id,
    category_code,
    month,
    count(*) filter (where kind = 'docketed') as docketed,
    count(*) filter (where kind = 'reopened') as reopened,
    count(*) filter (where kind = 'solved') as solved,
    count(*) filter (where kind = 'closed_unsolved') as closed_unsolved,
    count(*) filter (where kind = 'aged_out') as aged_out,
    count(*) filter (where kind = 'moved_in') as moved_in,
    count(*) filter (where kind = 'moved_out') as moved_out,
    count(*) filter (where is_series) as solved_series
from flows
group by unit_id, category_code, month
order by unit_id, category_code, month
