-- What was published last for each unit?
-- Grain: one row per construct and unit directly under the chosen one (beside it where it has
-- none under it), for the latest period each construct has up to the chosen month.
with place as (
    select
        case
            when exists (select 1 from unit_list as b where b.parent_unit_id = l.unit_id)
                then l.unit_id
            else l.parent_unit_id
        end as above_id
    from unit_list as l
    where l.unit_id = $unit_id
),

known as (
    select e.*, u.short_name, u.display_order,
        max(e.period_end) over (partition by e.construct) as latest
    from external_scores as e
    inner join unit_list as u on u.unit_id = e.unit_id
    inner join place as p on p.above_id = u.parent_unit_id
    where
        e.period_end <= $month::date + interval 1 month - interval 1 day
        and (len($scope) = 0 or e.unit_id = any($scope))
)

select source, programme, construct, unit_id, short_name, period_start, period_end, value, n
from known
where period_end = latest
order by construct, source, display_order, unit_id
