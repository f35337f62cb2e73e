-- How many activities were there inside and outside the assessment windows, on how many days?
-- Grain: one row per month of the chosen unit, over the twelve months to the chosen one.
select
    figure.month,
    coalesce(sum(figure.numerator * place.share) filter (where figure.component = 'main'), 0)
        as inside_n,
    coalesce(sum(figure.numerator * place.share) filter (where figure.component = 'base'), 0)
        as outside_n,
    coalesce(max(figure.denominator) filter (where figure.component = 'main'), 0) as inside_days,
    coalesce(max(figure.denominator) filter (where figure.component = 'base'), 0) as outside_days
from indicator_months as figure
inner join unit_map as place
    on place.unit_id = figure.unit_id and place.month = figure.month
where
    figure.indicator_id = 'GRD01'
    and place.structure = $structure
    and place.ancestor_id = $unit_id
    and figure.month > $month - to_months(12)
    and figure.month <= $month
group by figure.month
order by figure.month
