"""定版: what was published at a monthly meeting, read from the journal and from nowhere else.

editions.in_force(choice)            # the edition of the chosen month, None without one
editions.published(edition_id)       # its figures, as they were shown
editions.differences(choice)         # where the figures of today differ from it, and why
editions.rewritten(edition)          # definitions, targets and alert lines that are others today
"""

from dashboard.editions.compared import Difference as Difference
from dashboard.editions.compared import between as between
from dashboard.editions.compared import differences as differences
from dashboard.editions.compared import frame as frame
from dashboard.editions.kept import Edition as Edition
from dashboard.editions.kept import every as every
from dashboard.editions.kept import get as get
from dashboard.editions.kept import in_force as in_force
from dashboard.editions.kept import name as name
from dashboard.editions.kept import of_month as of_month
from dashboard.editions.kept import published as published
from dashboard.editions.kept import value as value
from dashboard.editions.rules import Rewritten as Rewritten
from dashboard.editions.rules import rewritten as rewritten
from dashboard.editions.shown import shown as shown
