-- Which matters are small cases by what they are today?
-- Grain: one row per matter known at the cut-off.
select
    m.*,
    is_small_matter(
        m.matter_kind,
        g.is_small,
        g.small_loss_below_yuan,
        g.small_when_loss_unknown,
        m.property_loss_yuan
    ) as is_small
from matters as m
inner join category_map as g on g.category_code = m.category_code
