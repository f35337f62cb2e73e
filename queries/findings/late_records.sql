-- How many records of each month were entered late, part by part of the bureau?
-- Grain: one row per unit directly under the chosen unit's bureau, source table and month, over
-- the twelve months to the chosen one.
with bureau as (
    select root_id from unit_list where unit_id = $unit_id
)

select
    place.ancestor_id as unit_id,
    figure.series,
    figure.month,
    sum(figure.numerator * place.share) as late,
    sum(figure.denominator * place.share) as n
from indicator_months as figure
inner join unit_map as place
    on place.unit_id = figure.unit_id and place.month = figure.month
inner join unit_list as part on part.unit_id = place.ancestor_id
inner join bureau on bureau.root_id = part.parent_unit_id
where
    figure.indicator_id = 'GRD02'
    and figure.component = 'main'
    and place.structure = $structure
    and figure.month > $month - to_months(12)
    and figure.month <= $month
group by place.ancestor_id, figure.series, figure.month
having sum(figure.denominator * place.share) > 0
order by unit_id, figure.series, figure.month
