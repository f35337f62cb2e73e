-- Which targets hold for an indicator in the chosen month?
-- Grain: one row per target in force, the newest of each scope and series first.
select
    series,
    value_kind,
    scope,
    scope_id,
    target,
    warn
from targets
where
    indicator_id = $indicator_id
    and period_start <= $month
    and (period_end is null or period_end >= $month)
order by created_at desc, period_start desc
