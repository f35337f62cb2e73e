-- Of the enterprises linked to a unit, how many were visited as often as promised?
-- Grain: one row per unit that linked enterprises and month in which its bureau records visits.
-- Visits by a unit without linked enterprises of its own are excluded.
with visited as (
    select unit_id, month_of(held_on) as month, enterprise_ref, count(*) as n
    from activities
    cross join clock as k
    where activity_type = 'enterprise_visit' and enterprise_ref is not null and held_on < k.cutoff
    group by unit_id, month_of(held_on), enterprise_ref
),

kept as (
    select v.unit_id, v.month, count(*) as visited_n, count(*) filter (where v.n >= l.limit_value) as n
    from visited as v
    inner join deadlines as l
        on l.rule_id = 'ENT_VISIT'
        and l.valid_from <= v.month
        and (l.valid_to is null or v.month < l.valid_to)
    group by v.unit_id, v.month
),

recorded as (
    select distinct r.root_id, v.month
    from visited as v
    inner join unit_roots as r on r.unit_id = v.unit_id
),

owed as (
    select u.unit_id, u.month, u.linked_enterprises
    from unit_months as u
    inner join unit_roots as r on r.unit_id = u.unit_id
    inner join recorded as d on d.root_id = r.root_id and d.month = u.month
    where u.linked_enterprises > 0
),

judged as (
    select
        coalesce(o.unit_id, k.unit_id) as unit_id,
        coalesce(o.month, k.month) as month,
        coalesce(o.linked_enterprises, 0) as linked_n,
        -- A list that is out of date may be shorter than what was visited.
        case
            when o.unit_id is null then 0
            when k.n > o.linked_enterprises then o.linked_enterprises
            else coalesce(k.n, 0)
        end as kept_n,
        case when o.unit_id is null then k.visited_n else 0 end as unowned_n
    from owed as o
    full join kept as k on k.unit_id = o.unit_id and k.month = o.month
)

select
    'SVC04' as indicator_id,
    '' as series,
    'main' as component,
    d.unit_id,
    d.month,
    d.kept_n as numerator,
    d.linked_n as denominator,
    null as numerator_sq,
    d.linked_n as n,
    null as sum_weight_sq,
    d.linked_n as coverage_n,
    d.unowned_n as excluded_n,
    y.mature
from judged as d
inner join maturity as y on y.indicator_id = 'SVC04' and y.month = d.month
