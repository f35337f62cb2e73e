-- Which cases came or were corrected since a moment, of the units asked for, up to the chosen month?
-- Grain: one row per unit, first and last month a case touches and whether it is a small one; `late`
-- were first taken in after $since, `corrected` before it and changed after. $loaded_after leaves
-- out what is older, so that `n` counts all or only what is new.
with touched as (
    select
        k.case_id,
        k.jurisdiction_unit_id,
        k.handling_unit_id,
        month_of(k.received_at) as first_month,
        month_of(greatest(k.received_at, k.accepted_at, k.filed_at, k.solved_at, k.closed_at))
            as last_month,
        is_small_matter(
            k.matter_kind, c.is_small, c.small_loss_below_yuan, c.small_when_loss_unknown,
            k.property_loss_yuan
        ) as is_small,
        k.first_loaded_at > $since as is_late,
        k.first_loaded_at <= $since and k.loaded_at > $since as is_corrected
    from cases as k
    left join category_map as c on c.category_code = k.category_code
    where k.loaded_at > $loaded_after and k.received_at < $month + interval 1 month
),

placed as (
    select distinct
        place.ancestor_id as unit_id,
        touched.case_id,
        touched.first_month,
        touched.last_month,
        touched.is_small,
        touched.is_late,
        touched.is_corrected
    from touched
    inner join unit_map as place
        on
            place.month = touched.first_month
            and place.unit_id in (touched.jurisdiction_unit_id, touched.handling_unit_id)
    where place.structure = 'current' and list_contains($unit_ids, place.ancestor_id)
)

select
    unit_id,
    first_month,
    last_month,
    is_small,
    count(*) as n,
    count(*) filter (where is_late) as late,
    count(*) filter (where is_corrected) as corrected
from placed
group by unit_id, first_month, last_month, is_small
order by unit_id, first_month, last_month, is_small
