"""What a team does all week: cards, labels, comments."""
