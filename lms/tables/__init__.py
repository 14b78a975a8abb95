"""Tables as files: CSV and workbooks read with a report for each row; CSV, XLSX and JSON written."""
