"""What can be taken away: deck, workbook, circular, lists; each from what the screen shows."""
