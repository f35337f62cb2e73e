-- Which time limit is in force from when to when?
-- Grain: one row per rule, tier or point, and period (to valid_to, not included). Where periods
-- overlap, as when a bureau adds its own to a shipped rule, the one that began last holds.
with followed as (
    select
        rule_id,
        variant,
        valid_from,
        valid_to,
        limit_value,
        limit_unit,
        extension_value,
        extension_max_n,
        tolerance_days,
        lead(valid_from) over (partition by rule_id, variant order by valid_from) as next_from
    from deadline_rules
)

select
    rule_id,
    variant,
    valid_from,
    case
        when next_from is not null and (valid_to is null or next_from < valid_to) then next_from
        else valid_to
    end as valid_to,
    limit_value,
    limit_unit,
    coalesce(extension_value, 0) as extension_value,
    -- An extension that no number bounds may be given once.
    case when extension_value is null then 0 else coalesce(extension_max_n, 1) end
        as extension_max_n,
    tolerance_days
from followed
