-- How were the reports of each month taken up, and what is missing in them?
-- Grain: one row per unit that took the report, month of the report and kind of matter.
-- priced: small cases, whose loss counts; loss_unknown: of these, without one.
with reported as (
    select
        coalesce(p.unit_id, m.handling_unit_id) as unit_id,
        month_of(m.received_day) as month,
        m.matter_kind,
        m.decision <> 'pending' as is_decided,
        m.docket_at is not null as is_docketed,
        coalesce(s.is_small, false) as is_priced,
        coalesce(s.is_small, false) and m.property_loss_yuan is null as is_loss_unknown
    from matters as m
    left join small_matters as s on s.case_id = m.case_id
    left join handling_periods as p
        on p.case_id = m.case_id and p.from_at <= m.received_at and m.received_at < p.to_at
)

select
    unit_id,
    month,
    matter_kind,
    count(*) as received,
    count(*) filter (where is_decided) as decided,
    count(*) filter (where is_docketed) as docketed,
    count(*) filter (where is_priced) as priced,
    count(*) filter (where is_loss_unknown) as loss_unknown
from reported
group by unit_id, month, matter_kind
order by unit_id, month, matter_kind
