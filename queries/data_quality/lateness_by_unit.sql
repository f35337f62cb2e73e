-- Which share of a year's records was entered late, part by part of the chosen unit?
-- Grain: one row per unit directly under the one in view, over the twelve months to the chosen one;
-- matters, events, complaints and activities together. A unit without parts stands among its own.
with in_view as (
    select
        case
            when exists (
                select 1 from unit_list as part where part.parent_unit_id = unit.unit_id
            ) then unit.unit_id
            else coalesce(unit.parent_unit_id, unit.unit_id)
        end as unit_id
    from unit_list as unit
    where unit.unit_id = $unit_id
)

select
    place.ancestor_id as unit_id,
    part.short_name,
    sum(figure.numerator * place.share) as late,
    sum(figure.denominator * place.share) as n
from indicator_months as figure
inner join unit_map as place
    on place.unit_id = figure.unit_id and place.month = figure.month
inner join unit_list as part on part.unit_id = place.ancestor_id
inner join in_view on in_view.unit_id = part.parent_unit_id
where
    figure.indicator_id = 'GRD02'
    and figure.component = 'main'
    and place.structure = $structure
    and part.level <> 'department'
    and figure.month > $month - to_months(12)
    and figure.month <= $month
    and (len($scope) = 0 or list_contains($scope, place.ancestor_id))
group by place.ancestor_id, part.short_name, part.display_order
having sum(figure.denominator * place.share) > 0
order by part.display_order, unit_id
