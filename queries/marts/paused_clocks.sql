-- Until when do the limits run that an appraisal or a hearing suspends?
-- Grain: one row per clock: `return` for each time property became returnable, `handle` for each
-- docketed public-security matter. Pauses and extensions are taken in their order: each moves the
-- end, but only if the limit was not over by then. due_day is null while a clock stands still; a
-- clock stopped while it stood was in time on the day it stopped.
with returned as (
    select a.event_id, min(e.event_day) as stop_day
    from events as a
    inner join events as e
        on e.case_id = a.case_id
        and e.event_type = 'property_returned'
        and e.event_at >= a.event_at
    where a.event_type = 'property_returnable'
    group by a.event_id
),

started as (
    select
        'return' as clock,
        'RETURN_VICTIM' as rule_id,
        a.event_id as clock_id,
        a.case_id,
        a.unit_id,
        a.event_at as start_at,
        a.event_day as start_day,
        r.stop_day
    from events as a
    left join returned as r on r.event_id = a.event_id
    where a.event_type = 'property_returnable'
    union all
    -- The law of 2026 has its own rule, in force for matters docketed since.
    select
        'handle',
        l.rule_id,
        m.case_id,
        m.case_id,
        m.handling_unit_id,
        m.docket_at,
        l.start_day,
        cast(m.closed_at as date)
    from matters as m
    inner join limit_days as l
        on l.rule_id in ('PS_HANDLE_OLD', 'PS_HANDLE_NEW')
        and l.variant = 'none'
        and l.start_day = cast(m.docket_at as date)
    where m.matter_kind = 'public_security' and m.time_precision <> 'month'
),

clock_turns as (
    select
        case_id,
        event_type,
        event_day as from_day,
        lead(event_day) over (partition by case_id order by event_at, event_type) as to_day
    from events
    where event_type in ('clock_pause', 'clock_resume')
),

changes as (
    select
        s.clock,
        s.clock_id,
        case when t.from_day > s.start_day then t.from_day else s.start_day end as day,
        'pause' as change,
        datediff(
            'day', case when t.from_day > s.start_day then t.from_day else s.start_day end, t.to_day
        ) as days
    from started as s
    inner join clock_turns as t
        on t.case_id = s.case_id
        and t.event_type = 'clock_pause'
        and (t.to_day is null or t.to_day > s.start_day)
        and (s.stop_day is null or t.from_day <= s.stop_day)
    union all
    -- What was extended before the matter was docketed was its review.
    select e.clock, e.clock_id, e.day, 'extension', e.days
    from (
        select
            s.clock,
            s.clock_id,
            x.event_day as day,
            l.extension_value as days,
            l.extension_max_n,
            row_number() over (partition by s.clock_id order by x.event_at, x.event_id) as turn
        from started as s
        inner join limit_days as l
            on l.rule_id = s.rule_id and l.variant = 'none' and l.start_day = s.start_day
        inner join events as x
            on x.case_id = s.case_id
            and x.event_type = 'extension'
            and x.event_at > s.start_at
        where s.clock = 'handle'
    ) as e
    where e.turn <= e.extension_max_n
),

summed as (
    select
        *,
        coalesce(
            sum(days) over (
                partition by clock, clock_id
                order by day, change, days
                rows between unbounded preceding and 1 preceding
            ),
            0
        ) as days_before
    from changes
),

ordered as (
    select
        c.*,
        min(case when c.day <= w.next_workday then 1 else 0 end) over (
            partition by c.clock, c.clock_id
            order by c.day, c.change, c.days
            rows between unbounded preceding and current row
        ) as counts
    from summed as c
    inner join started as s on s.clock = c.clock and s.clock_id = c.clock_id
    inner join limit_days as l
        on l.rule_id = s.rule_id and l.variant = 'none' and l.start_day = s.start_day
    inner join workdays as w
        on w.day = cast(l.last_day + c.days_before * interval 1 day as date)
),

moved as (
    select
        clock,
        clock_id,
        coalesce(sum(days), 0) as days,
        max(case when days is null then 1 else 0 end) as stands_still
    from ordered
    where counts = 1
    group by clock, clock_id
)

select
    s.clock,
    s.clock_id,
    s.case_id,
    s.unit_id,
    s.start_at,
    s.start_day,
    s.stop_day,
    case
        when m.clock_id is null then l.due_day
        when m.stands_still = 1 then s.stop_day
        else w.next_workday
    end as due_day
from started as s
inner join limit_days as l
    on l.rule_id = s.rule_id and l.variant = 'none' and l.start_day = s.start_day
left join moved as m on m.clock = s.clock and m.clock_id = s.clock_id
left join workdays as w on w.day = cast(l.last_day + m.days * interval 1 day as date)
