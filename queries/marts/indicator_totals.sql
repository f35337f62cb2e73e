-- What did each indicator count in each unit with all beneath it, in both structures?
-- Grain: one row per structure, unit, indicator, series, component, month and whether it is mature:
-- indicator_months added up by unit_map once, so that no question adds a city up. Structure and unit
-- are empty where all is added up: the months in which anybody has figures.
with places as (
    select place.structure, place.ancestor_id, place.unit_id, place.month, place.share
    from unit_map as place
    union all
    select distinct
        '' as structure,
        '' as ancestor_id,
        figure.unit_id,
        figure.month,
        1 as share
    from indicator_months as figure
)

select
    place.structure,
    place.ancestor_id as unit_id,
    figure.indicator_id,
    figure.series,
    figure.component,
    figure.month,
    figure.mature,
    cast(sum(figure.numerator * place.share) as double) as numerator,
    cast(sum(figure.denominator * place.share) as double) as denominator,
    cast(sum(figure.numerator_sq * place.share) as double) as numerator_sq,
    cast(sum(figure.n * place.share) as double) as n,
    case
        when count(figure.sum_weight_sq) = count(*)
            then cast(sum(figure.sum_weight_sq * place.share) as double)
    end as sum_weight_sq,
    cast(sum(figure.coverage_n * place.share) as double) as coverage_n,
    cast(sum(figure.excluded_n * place.share) as double) as excluded_n
from places as place
inner join indicator_months as figure
    on figure.unit_id = place.unit_id and figure.month = place.month
group by
    place.structure,
    place.ancestor_id,
    figure.indicator_id,
    figure.series,
    figure.component,
    figure.month,
    figure.mature
order by structure, unit_id, indicator_id, series, component, month, mature
