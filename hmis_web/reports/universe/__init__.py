"""From stored rows to the universe of a report: loading, then the columns that every table asks for, each
worked out once."""

from hmis_web.reports.universe.build import from_frames
from hmis_web.reports.universe.frames import FRAMES, Frames, empty_frames

__all__ = ["FRAMES", "Frames", "empty_frames", "from_frames"]
