"""Files a bureau has → rows the contract knows.

`prepare` is the one way in: it reads files of any usual format and encoding, applies a profile
where one is given, refuses personal data, and hands on contract tables in parts.
"""

from data.intake.deliveries import Delivery, prepare
from data.intake.profile import Profile, load_profile

__all__ = ["Delivery", "Profile", "load_profile", "prepare"]
