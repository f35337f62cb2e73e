-- How many complaints and petitions are open at the cut-off, how many past their day, and how many
-- of those received in twelve months had to be opened again?
-- Grain: one row, by the unit that handles them.
with targets as (
    select unit_id, sum(share) as share
    from unit_map
    where
        structure = 'current'
        and ancestor_id = $unit_id
        and month = (select max(month) from unit_map)
        and (len($scope) = 0 or target_id = any($scope))
    group by unit_id
),

handled as (
    select
        c.closed_at is null or c.closed_at >= $cutoff::date as is_open,
        c.due_at::date < $cutoff::date as is_past_due,
        c.reopened_n > 0 as is_reopened,
        c.received_at >= ($cutoff::date - interval 12 month) as is_recent,
        t.share
    from complaints as c
    inner join targets as t on t.unit_id = coalesce(c.handling_unit_id, c.unit_id)
    where
        c.kind in ('complaint', 'petition')
        and c.received_at < $cutoff::date
        and ($complaint_category = '' or c.category_l1 = $complaint_category)
)

select
    coalesce(sum(share) filter (where is_open), 0)::double as open_count,
    coalesce(sum(share) filter (where is_open and is_past_due), 0)::double as past_due_count,
    coalesce(sum(share) filter (where is_recent), 0)::double as received_count,
    coalesce(sum(share) filter (where is_recent and is_reopened), 0)::double as reopened_count,
    coalesce(bool_or(is_reopened), false) as is_reopening_recorded
from handled
