"""Plots that can be touched: zoomed in place, read under the pointer, taken away as picture, drawing or table.

What imports pyqtgraph is imported when the first plot is made, after the first paint: ``gui.plots.preload``.
"""
