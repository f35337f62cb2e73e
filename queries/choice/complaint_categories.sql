-- Which categories of complaints and petitions are there?
-- Grain: one row per category, the most frequent first.
select category_l1
from complaint_months
where kind in ('complaint', 'petition')
group by category_l1
order by sum(n) desc, category_l1
