-- How many small cases were solved in a month, against those docketed in it?
-- Grain: one row per unit and month with either. A ratio of two flows of stock_flow.
select
    'CAS03' as indicator_id,
    '' as series,
    'main' as component,
    f.unit_id,
    f.month,
    sum(f.solved) as numerator,
    sum(f.docketed) as denominator,
    null as numerator_sq,
    sum(f.docketed) as n,
    null as sum_weight_sq,
    sum(f.docketed) as coverage_n,
    0 as excluded_n,
    y.mature
from stock_flow as f
inner join maturity as y on y.indicator_id = 'CAS03' and y.month = f.month
where f.solved > 0 or f.docketed > 0
group by f.unit_id, f.month, y.mature
