-- Which small cases were docketed, and when is each out of its 24 months?
-- Grain: one row per docketed small case of a bureau whose source records ends: without them
-- every case would stay open.
select
    m.*,
    cast(cast(m.docket_at as date) + interval 24 month as date) as aged_day
from small_matters as m
inner join unit_roots as r on r.unit_id = m.handling_unit_id
inner join reporting as p on p.root_id = r.root_id and p.has_end
where m.docket_at is not null
