"""What is drawn in a chart."""

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text

from analysis.telling.kit.chart import Chart

PROVINCES = {"140000": "山西", "410000": "河南", "610000": "陕西"}


def texts(chart: Chart) -> list[Text]:
    """The words of a drawing that have something to say and are seen."""
    FigureCanvasAgg(chart.figure).draw()
    return [t for t in chart.figure.findobj(Text) if t.get_text().strip() and t.get_visible()]
