-- How did every indicator run in each of some units, month by month?
-- Grain: one row per unit, indicator, series, component and month; single months, not windows.
-- A month counts as mature when it was so at the end of the chosen month.
with places as (
    select place.ancestor_id, place.unit_id, place.month, place.share
    from unit_map as place
    where
        place.structure = $structure
        and list_contains($unit_ids, place.ancestor_id)
        and place.month <= $month
        and place.month >= $first_month
)

select
    place.ancestor_id as unit_id,
    figure.indicator_id,
    figure.series,
    figure.component,
    figure.month,
    bool_and(figure.mature) as is_mature,
    sum(figure.numerator * place.share)::double as numerator,
    sum(figure.denominator * place.share)::double as denominator,
    sum(figure.numerator_sq * place.share)::double as numerator_sq,
    sum(figure.n * place.share)::double as n,
    case
        when count(figure.sum_weight_sq) = count(*)
            then sum(figure.sum_weight_sq * place.share)::double
    end as sum_weight_sq
from places as place
inner join indicator_months as figure
    on figure.unit_id = place.unit_id and figure.month = place.month
where figure.indicator_id <> 'CMP07'  -- judged cell by cell, as hot spots
group by place.ancestor_id, figure.indicator_id, figure.series, figure.component, figure.month
order by unit_id, figure.indicator_id, figure.series, figure.component, figure.month
