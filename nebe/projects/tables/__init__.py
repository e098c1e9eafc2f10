"""Lists of projects as spreadsheets have them: columns, rows put right, questions about them."""
