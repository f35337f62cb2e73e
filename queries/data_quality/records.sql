-- What stands beside a good figure, so that it can be trusted: dockets among reports, reopened
-- among closed complaints?
-- Grain: one row per share, of what was received in the twelve months to the chosen one.
select
    'docketed' as share,
    cast(sum(report.docketed * place.share) as double) as numerator,
    cast(sum(report.decided * place.share) as double) as denominator
from report_months as report
inner join unit_map as place
    on place.unit_id = report.unit_id and place.month = report.month
where
    place.structure = $structure
    and place.ancestor_id = $unit_id
    and report.matter_kind in ('criminal', 'public_security', 'undetermined')
    and report.month > $month - to_months(12)
    and report.month <= $month
union all
select
    'reopened',
    cast(sum(ended.reopened_n * place.share) as double),
    cast(sum(ended.ever_closed_n * place.share) as double)
from complaint_ends as ended
inner join unit_map as place
    on place.unit_id = ended.unit_id and place.month = ended.month
where
    place.structure = $structure
    and place.ancestor_id = $unit_id
    and ended.month > $month - to_months(12)
    and ended.month <= $month
