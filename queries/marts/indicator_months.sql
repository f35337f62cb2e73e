-- What did each indicator count in each unit and month?
-- Grain: one row per indicator, series, component, unit and month. Flows add up over months
-- within a series; stocks are as of the month's end. Finest units only: roll up by unit_map.
select
    indicator_id,
    series,
    component,
    unit_id,
    month,
    numerator,
    denominator,
    numerator_sq,
    n,
    sum_weight_sq,
    coverage_n,
    excluded_n,
    mature
from indicator_parts
order by indicator_id, series, component, month, unit_id
