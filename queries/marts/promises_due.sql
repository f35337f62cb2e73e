-- What do promises make due next, and on which day?
-- Grain: one row per commitment, unit that owes it and day from the cut-off on: callbacks (C01, by
-- their last day), property to be returned (C02), answers to what came online (C07), petitions to
-- be closed (C10).
with open_items as (
    select 'C01' as commitment_id, unit_id, last_day as due_day
    from callbacks_due
    union all
    select 'C02', unit_id, due_day
    from paused_clocks
    where clock = 'return' and stop_day is null
    union all
    select 'C07', coalesce(c.handling_unit_id, c.unit_id), l.due_day
    from complaints as c
    cross join clock as k
    inner join limit_days as l
        on l.rule_id = 'ONLINE_NOTICE'
        and l.variant = 'none'
        and l.start_day = cast(c.received_at as date)
    where c.channel = 'online'
        and c.received_at < cast(k.cutoff as timestamp)
        and (c.notice_at is null or c.notice_at >= cast(k.cutoff as timestamp))
    union all
    select 'C10', handling_unit_id, due_day
    from complaint_clocks
    where kind = 'petition' and closed_day is null
)

select o.commitment_id, o.unit_id, o.due_day, count(*) as n
from open_items as o
cross join clock as k
where o.due_day >= k.cutoff
group by o.commitment_id, o.unit_id, o.due_day
order by o.commitment_id, o.due_day, o.unit_id
