-- How satisfied with police work are people in each unit, over twelve months?
-- Grain: one row per series and unit directly under the chosen one (beside it where it has none
-- under it), in the order of the bureau's list, and one for the whole bureau as reference.
with place as (
    select
        l.root_id,
        case
            when exists (select 1 from unit_list as b where b.parent_unit_id = l.unit_id)
                then l.unit_id
            else l.parent_unit_id
        end as above_id
    from unit_list as l
    where l.unit_id = $unit_id
),

units as (
    select l.unit_id, l.short_name, l.display_order, false as is_reference
    from unit_list as l
    inner join place as p on l.parent_unit_id = p.above_id
    where l.is_current and (len($scope) = 0 or l.unit_id = any($scope))
    union all
    select l.unit_id, l.short_name, -1, true
    from unit_list as l
    inner join place as p on l.unit_id = p.root_id
),

counted as (
    select
        i.series,
        m.ancestor_id as unit_id,
        min(i.month) as first_month,
        max(i.month) as last_month,
        sum(i.numerator * m.share)::double as positive,
        sum(i.denominator * m.share)::double as weight,
        sum(i.n * m.share)::double as respondent_count
    from indicator_months as i
    inner join unit_map as m
        on m.structure = $structure and m.month = i.month and m.unit_id = i.unit_id
    inner join units as u on u.unit_id = m.ancestor_id
    where
        i.indicator_id = 'SAT02'
        and i.component = 'main'
        and i.month > $month::date - interval 12 months
        and i.month <= $month
    group by i.series, m.ancestor_id
)

select
    c.series,
    u.unit_id,
    u.short_name,
    u.is_reference,
    c.first_month,
    c.last_month,
    coalesce(c.positive, 0) as positive,
    coalesce(c.weight, 0) as weight,
    coalesce(c.respondent_count, 0) as respondent_count
from units as u
left join counted as c on c.unit_id = u.unit_id
order by c.series, u.is_reference desc, u.display_order, u.unit_id
