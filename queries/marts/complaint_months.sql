-- How many complaints, petitions and other submissions came about each unit, and of what kind?
-- Grain: one row per unit, month of receipt, kind, channel and category.
select
    c.unit_id,
    month_of(c.received_at) as month,
    c.kind,
    c.channel,
    c.category_l1,
    coalesce(c.category_l2, '') as category_l2,
    count(*) as n
from complaints as c
cross join clock as k
where c.received_at < cast(k.cutoff as timestamp)
group by
    c.unit_id,
    month_of(c.received_at),
    c.kind,
    c.channel,
    c.category_l1,
    coalesce(c.category_l2, '')
order by c.unit_id, month, c.kind, c.channel, c.category_l1, category_l2
