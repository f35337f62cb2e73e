-- What stands beside a good figure, so that it can be trusted: dockets among reports, reopened
-- among closed complaints?
-- Grain: one row per share, over the twelve months to the chosen one.
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
    cast(sum(case when complaint.reopened_n > 0 then place.share else 0 end) as double),
    cast(sum(place.share) as double)
from complaints as complaint
inner join unit_map as place
    on place.unit_id = complaint.unit_id
    and place.month = cast(date_trunc('month', complaint.closed_at) as date)
where
    place.structure = $structure
    and place.ancestor_id = $unit_id
    and complaint.kind in ('complaint', 'petition')
    and complaint.closed_at >= $month - to_months(11)
    and complaint.closed_at < least($month + to_months(1), $cutoff)
