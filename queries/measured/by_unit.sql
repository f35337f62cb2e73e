-- How did some indicators stand in each unit of a level under the chosen one, each over its last
-- window?
-- Grain: one row per indicator, series, component and unit. Name order: units are never ranked.
-- The two lists belong together: an indicator and the months of its window.
with wanted as (
    select
        unnest($indicator_ids) as indicator_id,
        unnest($windows)::integer as window_n
),

inside as (
    select distinct place.ancestor_id as unit_id
    from unit_map as place
    inner join unit_map as under
        on
            under.structure = place.structure
            and under.month = place.month
            and under.target_id = place.target_id
    inner join unit_list as unit on unit.unit_id = place.ancestor_id
    where
        place.structure = $structure
        and place.month = $month
        and under.ancestor_id = $unit_id
        and unit.level = $level
)

select
    figure.indicator_id,
    figure.series,
    figure.component,
    inside.unit_id,
    count(distinct figure.month) as months_n,
    sum(figure.numerator) as numerator,
    sum(figure.denominator) as denominator,
    sum(figure.numerator_sq) as numerator_sq,
    sum(figure.n) as n,
    case when count(figure.sum_weight_sq) = count(*) then sum(figure.sum_weight_sq) end
        as sum_weight_sq
from inside
inner join indicator_totals as figure on figure.unit_id = inside.unit_id
inner join wanted on wanted.indicator_id = figure.indicator_id
where
    figure.structure = $structure
    and figure.mature
    and figure.month <= $month
    and figure.month > $month - to_months(list_max($windows)::integer)  -- spares most of the rows
    and figure.month > $month - to_months(wanted.window_n)
    and (len($scope) = 0 or list_contains($scope, inside.unit_id))
group by figure.indicator_id, figure.series, figure.component, inside.unit_id
order by figure.indicator_id, figure.series, figure.component, inside.unit_id
