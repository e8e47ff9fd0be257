"""The worksheets of the XLSX format, a module each. ``render.xlsx`` puts them together."""
