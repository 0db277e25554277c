"""The parts of making a film in the one form; `projects.demos.videos.transcode` puts them together.

The names of what it makes stand here, where they can be imported without what decodes and encodes.
"""

FILM, POSTER = "film.mp4", "poster.jpg"
