"""What somebody sets up: people, projects, weeks; and the record of what changed."""
