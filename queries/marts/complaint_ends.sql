-- How many of the complaints and petitions received are open, past their day, were opened again,
-- or were closed within 90 days?
-- Grain: one row per unit complained about, unit that handles it, month of receipt and category.
select
    c.unit_id,
    c.handling_unit_id,
    month_of(c.received_day) as month,
    c.category_l1,
    count(*) as n,
    count(*) filter (where c.closed_day is null) as open_n,
    count(*) filter (where c.closed_day is null and c.due_day < cast(k.cutoff as date))
        as past_due_n,
    count(*) filter (where c.reopened_n > 0) as reopened_n,
    count(*) filter (where c.closed_day is not null or c.reopened_n > 0) as ever_closed_n,
    count(*) filter (where c.closed_day <= cast(c.received_day + 90 * interval 1 day as date))
        as closed_in_90_n
from complaint_clocks as c
cross join clock as k
group by c.unit_id, c.handling_unit_id, month_of(c.received_day), c.category_l1
order by c.unit_id, month, c.handling_unit_id, c.category_l1
