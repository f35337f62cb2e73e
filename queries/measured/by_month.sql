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
        every.indicator_id,
        every.series,
        every.component,
        every.month,
        any_value(wanted.window_n) as window_n,
        bool_and(every.mature)
            and last_day(every.month) + any_value(wanted.maturity_days) < $month + interval 1 month
            as mature,
        count(own.unit_id) > 0 as is_own,
        sum(own.numerator) as numerator,
        sum(own.denominator) as denominator,
        sum(own.numerator_sq) as numerator_sq,
        sum(own.n) as n,
        sum(own.sum_weight_sq) as sum_weight_sq,
        sum(own.coverage_n) as coverage_n,
        sum(own.excluded_n) as excluded_n
    from indicator_totals as every
    inner join wanted on wanted.indicator_id = every.indicator_id
    left join indicator_totals as own
        on
            own.structure = $structure
            and own.unit_id = $unit_id
            and own.indicator_id = every.indicator_id
            and own.series = every.series
            and own.component = every.component
            and own.month = every.month
            and own.mature = every.mature
    where every.structure = '' and every.month <= $month
    group by every.indicator_id, every.series, every.component, every.month
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
