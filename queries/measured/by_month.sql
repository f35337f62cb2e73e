-- How did each of some indicators run in the chosen unit, over windows ending in each month?
-- Grain: one row per indicator, series, component and month; a window never leaves its series.
-- The three lists belong together: an indicator, the months of its window, the days it matures.
-- Months that could still change by waiting, seen from the end of the chosen month with the
-- records known today, stand alone, as progress, and enter no window.
with wanted as (
    select
        unnest($indicator_ids) as indicator_id,
        unnest($windows)::integer as window_n,
        unnest($maturities)::integer as maturity_days
),

monthly as (
    -- The months in which anybody has figures of the series: a unit without any may still roll.
    select
        figure.indicator_id,
        figure.series,
        figure.component,
        figure.month,
        any_value(wanted.window_n) as window_n,
        bool_and(figure.mature)
            and last_day(figure.month) + any_value(wanted.maturity_days) < $month + interval 1 month
            as mature,
        count(place.share) > 0 as is_own,
        sum(figure.numerator * place.share) as numerator,
        sum(figure.denominator * place.share) as denominator,
        sum(figure.numerator_sq * place.share) as numerator_sq,
        sum(figure.n * place.share) as n,
        sum(figure.sum_weight_sq * place.share) as sum_weight_sq,
        sum(figure.coverage_n * place.share) as coverage_n,
        sum(figure.excluded_n * place.share) as excluded_n
    from indicator_months as figure
    inner join wanted on wanted.indicator_id = figure.indicator_id
    left join unit_map as place
        on
            place.unit_id = figure.unit_id
            and place.month = figure.month
            and place.structure = $structure
            and place.ancestor_id = $unit_id
    where figure.month <= $month
    group by figure.indicator_id, figure.series, figure.component, figure.month
)

select
    late.indicator_id,
    late.series,
    late.component,
    late.month,
    late.mature as is_mature,
    count(*) as months_n,
    sum(early.numerator) as numerator,
    sum(early.denominator) as denominator,
    sum(early.numerator_sq) as numerator_sq,
    sum(early.n) as n,
    case when count(early.sum_weight_sq) = count(*) then sum(early.sum_weight_sq) end
        as sum_weight_sq,
    sum(early.coverage_n) as coverage_n,
    sum(early.excluded_n) as excluded_n
from monthly as late
inner join monthly as early
    on
        early.is_own
        and early.indicator_id = late.indicator_id
        and early.series = late.series
        and early.component = late.component
        and early.month <= late.month
        and early.month > late.month - to_months(early.window_n)
        and (early.mature or (not late.mature and early.month = late.month))
where late.month >= $first_month
group by late.indicator_id, late.series, late.component, late.month, late.mature
order by late.indicator_id, late.series, late.component, late.month
