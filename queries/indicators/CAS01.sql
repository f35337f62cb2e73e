-- How many small cases are reported, for each 10,000 residents and year?
-- Grain: one row per unit of jurisdiction and month of the report; the denominator is
-- person-years.
with counted as (
    select
        jurisdiction_unit_id as unit_id,
        month_of(received_day) as month,
        count(*) as n,
        0 as person_years
    from small_matters
    where is_small
    group by jurisdiction_unit_id, month_of(received_day)
    union all
    -- Units without a small case count too, in the months the bureau has cases for.
    select u.unit_id, u.month, 0, u.population / 12.0
    from unit_months as u
    inner join unit_roots as r on r.unit_id = u.unit_id
    inner join data_months as d
        on d.root_id = r.root_id
        and d.dataset = 'cases'
        and u.month between d.first_month and d.last_month
    where u.population is not null
)

select
    'CAS01' as indicator_id,
    '' as series,
    'main' as component,
    c.unit_id,
    c.month,
    sum(c.n) as numerator,
    sum(c.person_years) as denominator,
    null as numerator_sq,
    sum(c.n) as n,
    null as sum_weight_sq,
    sum(c.n) as coverage_n,
    0 as excluded_n,
    y.mature
from counted as c
inner join maturity as y on y.indicator_id = 'CAS01' and y.month = c.month
group by c.unit_id, c.month, y.mature
