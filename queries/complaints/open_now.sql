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
        c.open_n * t.share as open_n,
        c.past_due_n * t.share as past_due_n,
        c.reopened_n * t.share as reopened_n,
        c.n * t.share as n,
        c.month >= month_of($cutoff::date - interval 12 month) as is_recent
    from complaint_ends as c
    inner join targets as t on t.unit_id = c.handling_unit_id
    where $complaint_category = '' or c.category_l1 = $complaint_category
)

select
    coalesce(sum(open_n), 0)::double as open_count,
    coalesce(sum(past_due_n), 0)::double as past_due_count,
    coalesce(sum(n) filter (where is_recent), 0)::double as received_count,
    coalesce(sum(reopened_n) filter (where is_recent), 0)::double as reopened_count,
    coalesce(bool_or(reopened_n > 0), false) as is_reopening_recorded
from handled
