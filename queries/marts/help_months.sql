-- Of the requests for help received in a month, how many were dealt with within 30 days?
-- Grain: one row per unit that took the request and month; is_over tells whether all 30 days of
-- the whole month have passed.
select
    coalesce(p.unit_id, m.handling_unit_id) as unit_id,
    month_of(m.received_day) as month,
    count(*) as n,
    count(*) filter (where datediff('day', m.received_day, cast(m.closed_at as date)) <= 30)
        as closed_30,
    bool_and(cast(s.last_day + interval 30 day as date) < k.cutoff) as is_over
from matters as m
cross join clock as k
inner join months as s on s.month = month_of(m.received_day)
left join handling_periods as p
    on p.case_id = m.case_id and p.from_at <= m.received_at and m.received_at < p.to_at
where m.matter_kind = 'help'
group by coalesce(p.unit_id, m.handling_unit_id), month_of(m.received_day)
order by unit_id, month
