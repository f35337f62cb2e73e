-- Which units consisted of other parts then than they would today, in the months verdicts look at?
-- Grain: one row per unit of those asked for.
with parts as (
    select
        structure,
        ancestor_id,
        string_agg(
            concat_ws('|', unit_id, month, share), ';' order by month, unit_id, share
        ) as parts
    from unit_map
    where list_contains($unit_ids, ancestor_id) and month <= $month and month >= $first_month
    group by structure, ancestor_id
)

select today.ancestor_id as unit_id
from parts as today
inner join parts as then_ on then_.ancestor_id = today.ancestor_id
where
    today.structure = 'current'
    and then_.structure = 'as_was'
    and then_.parts <> today.parts
order by unit_id
