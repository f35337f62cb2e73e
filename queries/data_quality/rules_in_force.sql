-- Which time limits were in force at the end of the chosen month?
-- Grain: one row per rule and tier; where periods overlap the one that began last holds.
with started as (
    select
        *,
        row_number() over (partition by rule_id, variant order by valid_from desc) as newest
    from deadline_rules
    where
        valid_from < $month + to_months(1)
        and (valid_to is null or valid_to >= $month + to_months(1))
)

select
    rule_id,
    variant,
    name_zh,
    name_en,
    limit_value,
    limit_unit,
    extension_value,
    extension_unit,
    tolerance_days,
    valid_from,
    valid_to,
    basis_zh,
    basis_en,
    note_zh,
    note_en
from started
where newest = 1
order by rule_id, variant, limit_value
