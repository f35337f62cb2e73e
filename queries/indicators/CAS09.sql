-- How much of what was lost in the small cases docketed in a month was recovered in 90 days?
-- Grain: one row per component, unit that docketed and month of docketing. Only cases whose
-- loss and recovery are known: unknown is not zero. Components for the interval of a ratio:
-- numerator_squared, denominator_squared and cross hold the sums of squares and products.
with docketed as (
    select
        s.unit_id,
        month_of(s.docket_day) as month,
        cast(m.property_loss_yuan as decimal(18, 2)) as loss,
        -- Amounts carry no date: what came with a solving after day 90 is left out, or older
        -- months would have had longer to recover than recent ones.
        case
            when
                m.recovered_yuan is not null
                and datediff('day', s.docket_day, cast(m.cleared_at as date)) > 90
                then 0
            else cast(m.recovered_yuan as decimal(18, 2))
        end as recovered
    from small_spells as s
    inner join small_matters as m on m.case_id = s.case_id
    where s.start_kind = 'docketed'
),

summed as (
    select
        unit_id,
        month,
        count(*) as docketed_n,
        count(*) filter (where loss is not null and recovered is not null) as known_n,
        sum(loss) filter (where recovered is not null) as loss,
        sum(recovered) filter (where loss is not null) as recovered,
        sum(cast(loss as double) * cast(loss as double)) filter (where recovered is not null)
            as loss_sq,
        sum(cast(recovered as double) * cast(recovered as double))
            filter (where loss is not null) as recovered_sq,
        sum(cast(recovered as double) * cast(loss as double)) as recovered_loss
    from docketed
    group by unit_id, month
),

parts as (
    select unit_id, month, docketed_n, known_n, 'main' as component,
        cast(recovered as double) as numerator, cast(loss as double) as denominator
    from summed
    union all
    select unit_id, month, docketed_n, known_n, 'numerator_squared', recovered_sq, null
    from summed
    union all
    select unit_id, month, docketed_n, known_n, 'denominator_squared', loss_sq, null
    from summed
    union all
    select unit_id, month, docketed_n, known_n, 'cross', recovered_loss, null
    from summed
)

select
    'CAS09' as indicator_id,
    'small' as series,
    p.component,
    p.unit_id,
    p.month,
    p.numerator,
    p.denominator,
    null as numerator_sq,
    p.known_n as n,
    null as sum_weight_sq,
    p.known_n as coverage_n,
    p.docketed_n - p.known_n as excluded_n,
    y.mature
from parts as p
inner join maturity as y on y.indicator_id = 'CAS09' and y.month = p.month
inner join unit_roots as r on r.unit_id = p.unit_id
inner join reporting as s on s.root_id = r.root_id and s.has_recovery
