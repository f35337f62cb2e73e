-- How much of what was promised fell due in each month, and how much of it was done in time?
-- Grain: one row per basis, commitment, unit that owes it and month. `told` is what units report;
-- `counted` comes from the records themselves: green-channel services (C05), answers to what
-- comes online (C07), first releases (C08), petitions closed (C10). What is not over at the
-- cut-off is in neither number.
with counted as (
    select
        'C05' as commitment_id,
        s.unit_id,
        s.month,
        s.completed_n as due_n,
        s.on_time_n as kept_n
    from service_monthly as s
    cross join clock as k
    where s.is_green_channel and s.completed_n is not null and s.on_time_n is not null
        and s.month < k.cutoff
    union all
    select
        'C07',
        coalesce(c.handling_unit_id, c.unit_id),
        month_of(c.received_at),
        1,
        case when cast(c.notice_at as date) <= l.due_day then 1 else 0 end
    from complaints as c
    cross join clock as k
    inner join limit_days as l
        on l.rule_id = 'ONLINE_NOTICE'
        and l.variant = 'none'
        and l.start_day = cast(c.received_at as date)
    where c.channel = 'online' and l.due_day < k.cutoff
    union all
    select
        'C08',
        a.unit_id,
        month_of(a.reference_at),
        1,
        case
            when a.released_at <= a.reference_at + l.limit_hours * interval 1 hour then 1 else 0
        end
    from activities as a
    cross join clock as k
    inner join limit_days as l
        on l.rule_id = 'FIRST_RELEASE'
        and l.variant = 'none'
        and l.start_day = cast(a.reference_at as date)
    where a.activity_type = 'press_release'
        and a.reference_at + l.limit_hours * interval 1 hour < cast(k.cutoff as timestamp)
    union all
    select
        'C10',
        handling_unit_id,
        month_of(due_day),
        1,
        case when closed_day <= due_day then 1 else 0 end
    from complaint_clocks
    cross join clock as k
    where kind = 'petition' and due_day < k.cutoff
)

select
    'counted' as basis,
    commitment_id,
    unit_id,
    month,
    cast(sum(due_n) as bigint) as due_n,
    cast(sum(kept_n) as bigint) as kept_n
from counted
group by commitment_id, unit_id, month
union all
select
    'told',
    p.commitment_id,
    p.unit_id,
    p.month,
    cast(sum(p.due_n) as bigint),
    cast(sum(p.on_time_n) as bigint)
from commitment_progress as p
cross join clock as k
where p.month < k.cutoff
group by p.commitment_id, p.unit_id, p.month
order by basis, commitment_id, unit_id, month
