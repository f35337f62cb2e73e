-- How many small matters of the last cohorts old enough were lost at each step?
-- Grain: one row, the cohorts of $window months of receipt; no row where none is old enough.
with cohort as (
    select max(received_month) as received_month
    from loss_chain
    where mature and last_day_to_wait < $month + interval 1 month
)

select
    min(chain.received_month) as first_month,
    max(chain.received_month) as received_month,
    sum(chain.received * place.share) as received,
    sum(chain.timed * place.share) as timed,
    sum(chain.acted_24h * place.share) as acted_24h,
    sum(chain.decided_n * place.share) as decided_n,
    sum(chain.decided_in_limit * place.share) as decided_in_limit,
    sum(chain.docketed * place.share) as docketed,
    sum(chain.diverted * place.share) as diverted,
    sum(chain.solved_90 * place.share) as solved_90,
    sum(chain.notified_7 * place.share) as notified_7
from loss_chain as chain
inner join cohort
    on
        chain.received_month <= cohort.received_month
        and chain.received_month > cohort.received_month - to_months($window)
inner join unit_map as place
    on place.unit_id = chain.unit_id and place.month = chain.received_month
where chain.mature and place.structure = $structure and place.ancestor_id = $unit_id
having count(*) > 0
order by received_month
