"""Live updates: every open board follows the changes that others make in its project.

After a commit, a notifier (`notifiers/`) tells each server process that something has changed. Its hub reads the new
events of the projects whose boards are open, renders the changed cards once (`news`), and puts the message into the
`send_queue` of every open board, from where `stream` sends it. `presence` knows who has a board open.

The messages, and what a browser does with each, are described in docs/architecture.md.
"""
