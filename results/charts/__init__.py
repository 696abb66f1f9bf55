"""Where the marks of a chart lie. For display only: positions are rounded to a tenth, values stay exact in the summary.

Each function returns what one template of `templates/results/charts/` draws, the same on screen and in the PDF.
"""

from results.charts.bars import Bar, MarkedBar, Slice, bars, marked_bars, stack
from results.charts.drawing import compared_track
from results.charts.radar import Radar, radar
from results.charts.scale import BandScale, band_scale
from results.charts.trend import Trend, trend

__all__ = [
    "BandScale",
    "Bar",
    "MarkedBar",
    "Radar",
    "Slice",
    "Trend",
    "band_scale",
    "bars",
    "compared_track",
    "marked_bars",
    "radar",
    "stack",
    "trend",
]
