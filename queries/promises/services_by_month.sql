-- How did the windows of the chosen unit work in each month?
-- Grain: one row per month up to the chosen one.
select
    s.month,
    sum(s.accepted_n * m.share)::double as accepted_n,
    sum(s.completed_n * m.share)::double as completed_n,
    sum(s.on_time_n * m.share)::double as on_time_n,
    sum(s.pending_end_n * m.share)::double as pending_n,
    sum(s.overdue_end_n * m.share)::double as overdue_n,
    sum(s.rating_5_n * m.share)::double as rating_5_n,
    sum(s.rating_4_n * m.share)::double as rating_4_n,
    sum(s.rating_3_n * m.share)::double as rating_3_n,
    sum(s.rating_2_n * m.share)::double as rating_2_n,
    sum(s.rating_1_n * m.share)::double as rating_1_n,
    sum(s.bad_fixed_n * m.share)::double as bad_fixed_n,
    sum(s.bad_called_n * m.share)::double as bad_called_n
from service_monthly as s
inner join unit_map as m on m.unit_id = s.unit_id and m.month = s.month
where
    m.structure = $structure
    and m.ancestor_id = $unit_id
    and s.month <= $month
    and s.month > $month - to_months($span)
group by s.month
order by s.month
