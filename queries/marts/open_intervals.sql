-- From when to when was each small case open?
-- Grain: one row per docketed case and time it was open: from docketing, and again from each
-- reopening, to its end or its 24 months; beside it what small_spells needs of the matter.
-- Few matters are reopened; only they need the long way round.
with reopenings as (
    select
        e.case_id,
        e.event_at,
        d.docket_at,
        d.solved_at,
        d.closed_at,
        d.closure_kind,
        try_cast(e.from_value as timestamp) as cancelled_at,
        solves(e.to_value) or e.to_value = 'solved' as cancelled_solved
    from case_events as e
    inner join docketed_matters as d on d.case_id = e.case_id and e.event_at > d.docket_at
    where e.event_type = 'reopened'
),

ends as (
    select distinct case_id, solved_at as end_at, true as is_solved
    from reopenings
    where solved_at is not null
    union all
    select distinct case_id, closed_at, solves(closure_kind)
    from reopenings
    where closed_at is not null
    union all
    -- The row of a reopened matter has lost its first end: the event keeps it. How it had ended
    -- is mostly not said; then it counts as closed, for a solving that was cancelled is none.
    select r.case_id, r.cancelled_at, coalesce(r.cancelled_solved, false)
    from reopenings as r
    cross join clock as k
    where r.cancelled_at <= r.event_at and r.cancelled_at < cast(k.cutoff as timestamp)
),

claimed_starts as (
    select distinct case_id, docket_at as start_at, 0 as reopened from reopenings
    union
    select r.case_id, r.event_at, 1
    from reopenings as r
    cross join clock as k
    where r.event_at < cast(k.cutoff as timestamp)
),

ordered_starts as (
    select
        case_id,
        start_at,
        reopened,
        lag(start_at) over (partition by case_id order by start_at) as start_before,
        lag(reopened) over (partition by case_id order by start_at) as reopened_before
    from claimed_starts
),

-- A reopening of what had not ended changes nothing.
reopened_starts as (
    select s.case_id, s.start_at
    from ordered_starts as s
    inner join ends as e
        on e.case_id = s.case_id
        and e.end_at <= s.start_at
        and (e.end_at > s.start_before or s.reopened_before = 0)
    where s.reopened = 1
    group by s.case_id, s.start_at
),

starts as (
    select case_id, start_at, 'docketed' as start_kind
    from claimed_starts
    where reopened = 0
    union all
    select case_id, start_at, 'reopened' from reopened_starts
),

turns as (
    select
        case_id,
        start_at,
        start_kind,
        lead(start_at) over (partition by case_id order by start_at) as next_start
    from starts
),

closed_turns as (
    select
        t.case_id,
        t.start_at,
        min(e.end_at) as end_at,
        max(case when e.is_solved then 1 else 0 end) as is_solved
    from turns as t
    inner join ends as e
        on e.case_id = t.case_id
        and (t.start_kind = 'docketed' or e.end_at > t.start_at)
        and (t.next_start is null or e.end_at <= t.next_start)
    group by t.case_id, t.start_at
),

intervals as (
    select
        d.*,
        coalesce(t.start_at, d.docket_at) as start_at,
        coalesce(t.start_kind, 'docketed') as start_kind,
        t.next_start is null as is_last,
        case
            when t.case_id is not null then c.end_at
            when d.closed_at is null or d.solved_at <= d.closed_at then d.solved_at
            else d.closed_at
        end as end_at,
        case
            when t.case_id is not null then c.is_solved = 1
            else d.solved_at is not null or solves(d.closure_kind)
        end as is_solved
    from docketed_matters as d
    left join turns as t on t.case_id = d.case_id
    left join closed_turns as c on c.case_id = t.case_id and c.start_at = t.start_at
)

select
    i.case_id,
    i.start_at,
    i.start_kind,
    i.is_last,
    case
        -- Solved before it was docketed: it enters and leaves on the day of docketing.
        when i.end_at < i.start_at then i.start_at
        when cast(i.end_at as date) <= i.aged_day then i.end_at
        when i.aged_day < k.cutoff then cast(i.aged_day as timestamp)
    end as end_at,
    case
        when cast(i.end_at as date) <= i.aged_day
            then case when i.is_solved then 'solved' else 'closed_unsolved' end
        when i.aged_day < k.cutoff then 'aged_out'
    end as end_kind,
    i.docket_at,
    i.cleared_at,
    i.received_day,
    i.handling_unit_id,
    i.jurisdiction_unit_id,
    i.category_code,
    i.premises_type,
    i.matter_kind,
    i.solve_mode,
    i.time_precision,
    i.property_loss_yuan
from intervals as i
cross join clock as k
where i.start_kind = 'docketed' or cast(i.start_at as date) < i.aged_day
