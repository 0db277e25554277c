"""Live boards: what one person changes, everybody who looks at the same project sees.

The journey of a change, after its commit: a `wires` notices that something has changed, `news` reads the new events
of the projects that somebody looks at and draws what they changed, once, and `hub` puts the drawing into the
`mailbox` of every open board, from where its `stream` sends it. `presence` knows who looks.

What the messages are, and what a browser does with each, is said in docs/architecture.md.
"""
