-- What falls due in the seven days after the chosen month, for each unit right under the chosen?
-- Grain: one row per kind of duty and unit; what is the chosen unit's own stands under itself.
with places as (
    select place.unit_id, max_by(place.target_id, place.share) as target_id
    from unit_map as place
    where
        place.structure = 'current'
        and place.ancestor_id = $unit_id
        and place.month = (select max(month) from unit_map)
        and (len($scope) = 0 or list_contains($scope, place.target_id))
    group by place.unit_id
),

parts as (
    select place.unit_id, coalesce(max(part.unit_id), $unit_id) as part_id
    from places as place
    left join unit_list as unit on unit.unit_id = place.target_id
    left join unit_list as part
        on part.parent_unit_id = $unit_id and starts_with(unit.path || '/', part.path || '/')
    group by place.unit_id
),

duties as (
    select 'callbacks' as kind, unit_id, last_day as due_day
    from callback_weeks
    where month = $month and not is_made
    union all
    select 'complaints', coalesce(handling_unit_id, unit_id), due_day
    from complaint_weeks
    where month = $month and kind in ('complaint', 'petition')
)

select
    duty.kind,
    part.part_id as unit_id,
    count(*) as n,
    min(duty.due_day) as first_day
from duties as duty
inner join parts as part on part.unit_id = duty.unit_id
group by duty.kind, part.part_id
order by duty.kind, part.part_id
