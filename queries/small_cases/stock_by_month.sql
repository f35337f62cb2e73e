-- How many small cases were open at each month's end, and through which flows?
-- Grain: one row per month from the first with a flow to the chosen one.
-- A stock stands where its units stand that month; a reorganisation moves it from unit to unit.
with flows as (
    select
        unit_id,
        month,
        sum(docketed) as docketed,
        sum(reopened) as reopened,
        sum(solved) as solved,
        sum(solved_series) as solved_series,
        sum(closed_unsolved) as closed_unsolved,
        sum(aged_out) as aged_out,
        sum(moved_in) as moved_in,
        sum(moved_out) as moved_out,
        sum(
            docketed + reopened - solved - closed_unsolved - aged_out + moved_in - moved_out
        )::bigint as net
    from stock_flow
    where month <= $month and ($category_code = '' or category_code = $category_code)
    group by all
),

shares as (
    select unit_id, month, sum(share) as share
    from unit_map
    where
        structure = $structure
        and ancestor_id = $unit_id
        and (len($scope) = 0 or list_contains($scope, target_id))
    group by all
),

months as (
    select distinct month
    from shares
    where month between (select min(month) from flows) and $month
),

levels as (
    select
        u.unit_id,
        m.month,
        coalesce(s.share, 0) as share,
        f.* exclude (unit_id, month),
        sum(coalesce(f.net, 0)) over (partition by u.unit_id order by m.month) as stock
    from (select distinct unit_id from shares) as u
    cross join months as m
    left join flows as f on f.unit_id = u.unit_id and f.month = m.month
    left join shares as s on s.unit_id = u.unit_id and s.month = m.month
),

placed as (
    select
        *,
        coalesce(lag(stock) over (partition by unit_id order by month), 0) as stock_before,
        coalesce(lag(share) over (partition by unit_id order by month), share) as share_before
    from levels
)

select
    month,
    sum(stock_before * share_before) as stock_before,
    coalesce(sum(docketed * share), 0)::double as docketed,
    coalesce(sum(reopened * share), 0)::double as reopened,
    coalesce(sum(solved * share), 0)::double as solved,
    coalesce(sum(solved_series * share), 0)::double as solved_series,
    coalesce(sum(closed_unsolved * share), 0)::double as closed_unsolved,
    coalesce(sum(aged_out * share), 0)::double as aged_out,
    coalesce(sum(moved_in * share), 0)::double as moved_in,
    coalesce(sum(moved_out * share), 0)::double as moved_out,
    sum(greatest(stock_before * (share - share_before), 0)) as reorganised_in,
    sum(greatest(stock_before * (share_before - share), 0)) as reorganised_out,
    sum(stock * share) as stock
from placed
group by month
order by month
