-- Which targets hold in the chosen month?
-- Grain: one row per target in force, the newest of an indicator, scope and series first.
select
    indicator_id,
    series,
    value_kind,
    scope,
    scope_id,
    target,
    warn
from targets
where
    period_start <= $month
    and (period_end is null or period_end >= $month)
    and (
        scope <> 'peer_group'
        or scope_id = (select max(peer_group) from unit_list where unit_id = $unit_id)
    )
order by created_at desc, period_start desc
