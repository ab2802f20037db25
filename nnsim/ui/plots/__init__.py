"""Curves and pictures with axes. The only place that knows pyqtgraph."""
