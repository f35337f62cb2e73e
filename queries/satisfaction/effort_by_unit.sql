-- Where police visit more, are people more satisfied?
-- Grain: one row per series and station under the chosen unit (every station of the bureau where
-- it has none), over twelve months; a unit without visits or answers is left out.
with place as (
    select
        case when count(*) filter (where m.ancestor_id = l.unit_id and s.unit_id <> l.unit_id) > 0
            then l.unit_id else l.root_id end as above_id
    from unit_list as l
    left join unit_map as m on m.ancestor_id = l.unit_id and m.month = $month
    left join unit_list as s on s.unit_id = m.target_id and s.level = 'station'
    where l.unit_id = $unit_id
    group by l.unit_id, l.root_id
),

stations as (
    select distinct s.unit_id, s.short_name, s.parent_unit_id, s.households
    from unit_map as m
    inner join place as p on p.above_id = m.ancestor_id
    inner join unit_list as s on s.unit_id = m.target_id
    where
        m.structure = 'current' and m.month = $month and s.level = 'station' and s.is_current
        and s.households > 0
        and (len($scope) = 0 or s.unit_id = any($scope))
),

visits as (
    select m.target_id as unit_id, sum(a.reached_n * m.share)::double as visited
    from activity_months as a
    inner join unit_map as m
        on m.structure = 'current' and m.month = a.month and m.unit_id = a.unit_id
        and m.ancestor_id = m.target_id
    where
        a.activity_type = 'household_visit'
        and a.month > $month::date - interval 12 months
        and a.month <= $month
    group by m.target_id
),

answers as (
    select
        i.series,
        m.target_id as unit_id,
        sum(i.numerator * m.share)::double as positive,
        sum(i.denominator * m.share)::double as weight,
        sum(i.n * m.share)::double as respondent_count,
        sum(i.numerator_sq * m.share)::double as positive_sq,
        case when count(i.sum_weight_sq) = count(*) then sum(i.sum_weight_sq * m.share)::double end
            as weight_sq
    from indicator_months as i
    inner join unit_map as m
        on m.structure = 'current' and m.month = i.month and m.unit_id = i.unit_id
        and m.ancestor_id = m.target_id
    where
        i.indicator_id = 'SAT02'
        and i.component = 'main'
        and i.month > $month::date - interval 12 months
        and i.month <= $month
    group by i.series, m.target_id
)

select
    a.series,
    s.unit_id,
    s.short_name,
    v.visited * 100.0 / nullif(s.households, 0) as visits_per_100_households,
    a.positive,
    a.weight,
    a.respondent_count,
    a.positive_sq,
    a.weight_sq
from stations as s
inner join visits as v on v.unit_id = s.unit_id
inner join answers as a on a.unit_id = s.unit_id
order by a.series, s.unit_id
