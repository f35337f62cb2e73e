-- Of which units did some units consist, month by month?
-- Grain: one row per unit; `parts` differs where its parts, their shares or its residents do.
select
    place.ancestor_id as unit_id,
    md5(
        string_agg(
            concat_ws(
                '|', place.unit_id, place.month, place.share, month.population, month.households
            ),
            ';'
            order by place.month, place.unit_id, place.share
        )
    ) as parts
from unit_map as place
left join unit_months as month
    on month.unit_id = place.unit_id and month.month = place.month
where
    place.structure = 'current'
    and place.month > $month - to_months(12)
    and place.month <= $month
    and list_contains($unit_ids, place.ancestor_id)
group by place.ancestor_id
order by unit_id
