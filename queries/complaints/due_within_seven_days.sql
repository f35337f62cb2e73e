-- Which open complaints and petitions fall due in the seven days after the chosen month?
-- Grain: one row per complaint, the tightest first, with the unit that handles it.
with targets as (
    select unit_id, min(target_id) as target_id
    from unit_map
    where
        structure = 'current'
        and ancestor_id = $unit_id
        and month = (select max(month) from unit_map)
        and (len($scope) = 0 or target_id = any($scope))
    group by unit_id
)

select
    t.target_id as unit_id,
    l.short_name,
    case when l.level in ('station', 'police_room') then coalesce(a.short_name, l.short_name)
        else l.short_name
    end as branch_name,
    d.complaint_id,
    d.kind,
    d.category_l1,
    d.received_day,
    d.due_day,
    datediff('day', least(cast($month + interval 1 month as date), $cutoff), d.due_day)::integer as days_left
from complaint_weeks as d
inner join targets as t on t.unit_id = coalesce(d.handling_unit_id, d.unit_id)
left join unit_list as l on l.unit_id = t.target_id
left join unit_list as a on a.unit_id = l.parent_unit_id
where
    d.kind in ('complaint', 'petition')
    and d.month = $month
    and ($complaint_category = '' or d.category_l1 = $complaint_category)
order by d.due_day, t.target_id, d.complaint_id
