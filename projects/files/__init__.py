"""Files that rows refer to: where they are stored, and when they go."""
