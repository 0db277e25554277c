"""The parts of making a film in the one form; `projects.demos.videos.transcode` puts them together."""
