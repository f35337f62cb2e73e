-- Of the small cases that had been open for more than 90 days when a quarter began and were
-- solved or closed in it, how many were solved by linkage?
-- Grain: one row, for the three months that end with the given one.
select
    coalesce(sum(figure.denominator * place.share), 0)::double as handled,
    coalesce(sum(figure.numerator * place.share), 0)::double as by_series
from indicator_months as figure
inner join unit_map as place
    on place.unit_id = figure.unit_id and place.month = figure.month
where
    figure.indicator_id = 'CAS05'
    and figure.component = 'by_series'
    and figure.month = $quarter_month
    and place.structure = $structure
    and place.ancestor_id = $unit_id
    and (len($scope) = 0 or list_contains($scope, place.target_id))
