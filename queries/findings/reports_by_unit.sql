-- How did each unit take up a year's reports, and what is missing in them?
-- Grain: one row per finest unit of the chosen unit's bureau, over the twelve months to the chosen
-- one. Reports are criminal, public-security and undetermined ones; the limit for the last ones
-- may not be over.
with bureau as (
    select root_id from unit_list where unit_id = $unit_id
)

select
    place.target_id as unit_id,
    unit.peer_group,
    unit.level,
    cast(sum(report.received * place.share) as double) as received,
    cast(sum(report.decided * place.share) as double) as decided,
    cast(sum(report.docketed * place.share) as double) as docketed,
    cast(sum(
        case when report.matter_kind = 'criminal' then report.docketed * place.share else 0 end
    ) as double) as criminal,
    cast(sum(
        case when report.matter_kind = 'undetermined' then report.received * place.share else 0 end
    ) as double) as undetermined,
    cast(sum(report.priced * place.share) as double) as priced,
    cast(sum(report.loss_unknown * place.share) as double) as loss_unknown
from report_months as report
inner join unit_map as place
    on place.unit_id = report.unit_id and place.month = report.month
inner join bureau on bureau.root_id = place.ancestor_id
inner join unit_list as unit on unit.unit_id = place.target_id
where
    place.structure = $structure
    and unit.level <> 'department'
    and report.matter_kind in ('criminal', 'public_security', 'undetermined')
    and report.month > $month - to_months(12)
    and report.month <= $month
group by place.target_id, unit.peer_group, unit.level
order by unit_id
