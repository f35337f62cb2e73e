"""What each page shows: one function a picture, from answers to figure, words and evidence."""
