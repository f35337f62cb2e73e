-- How did the callbacks of each month go, and how many of them bear the same minute?
-- Grain: one row per unit that called and month. outcome_n: with an outcome; reached: of these.
-- timed: not at midnight sharp, which stands for a time nobody noted; most_in_a_minute: of these.
with called as (
    select
        e.unit_id,
        month_of(cast(e.event_at as date)) as month,
        e.event_at,
        e.outcome,
        e.event_at <> cast(cast(e.event_at as date) as timestamp) as is_timed
    from case_events as e
    cross join clock as k
    where
        e.event_type in ('callback_unsolved', 'callback_general')
        and e.event_at < cast(k.cutoff as timestamp)
),

minutes as (
    select
        unit_id,
        month,
        date_trunc('minute', event_at) as minute,
        count(*) as n,
        count(outcome) as outcome_n,
        count(*) filter (where outcome in ('reached', 'done')) as reached,
        count(*) filter (where is_timed) as timed
    from called
    group by unit_id, month, date_trunc('minute', event_at)
)

select
    unit_id,
    month,
    cast(sum(n) as bigint) as n,
    cast(sum(outcome_n) as bigint) as outcome_n,
    cast(sum(reached) as bigint) as reached,
    cast(sum(timed) as bigint) as timed,
    cast(max(timed) as bigint) as most_in_a_minute
from minutes
group by unit_id, month
order by unit_id, month
