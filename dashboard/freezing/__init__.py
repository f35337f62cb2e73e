"""定版: what a meeting was shown is kept for good, rehearsed before, replayed and checked after.

freezing.moving(choice)                   # 若今天定版，哪些数还会变
freezing.freeze(meeting, post)            # the new edition's name
freezing.replayed(edition_id, "zh")       # its scenes, exactly as they were
freezing.checked(edition_id)              # 一致, or what differs
"""

from dashboard.freezing.checking import Checked as Checked
from dashboard.freezing.checking import checked as checked
from dashboard.freezing.rehearsal import Moving as Moving
from dashboard.freezing.rehearsal import Rehearsal as Rehearsal
from dashboard.freezing.rehearsal import moving as moving
from dashboard.freezing.replay import Published as Published
from dashboard.freezing.replay import published as published
from dashboard.freezing.replay import replayed as replayed
from dashboard.freezing.writing import freeze as freeze
