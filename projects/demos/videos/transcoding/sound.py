"""The sound of a film on its way: as stereo at 48 kHz, silent where there is none, to the encoder."""

from collections.abc import Iterator
from fractions import Fraction
from typing import cast

import av
from av import AudioFrame
from av.container import OutputContainer
from av.filter import Graph

from projects.demos.videos import one_form


class Sound:
    """Takes frames with the time at which they begin and writes what lies between 0 and `until`."""

    def __init__(self, output: OutputContainer, until: float | None) -> None:
        self.output, self.until = output, until
        self.stream = one_form.add_audio_stream(output)
        self.written = 0  # samples
        self.graph: Graph | None = None
        self.shape: tuple[object, ...] = ()

    def take(self, frame: AudioFrame, time: float) -> None:
        """Write a frame; drop what lies before 0, and fill a gap before it with silence."""
        if time + frame.samples / frame.sample_rate <= 0:
            return
        if self.shape != shape_of(frame):
            self.end_graph()
            self.graph, self.shape = self.graph_for(frame), shape_of(frame)
        frame.time_base, frame.pts = Fraction(1, frame.sample_rate), round(time * frame.sample_rate)
        self.write(frame)

    def finish(self, seconds: float) -> float:
        """Write what is left, and return the length; a film that is cut where it has no sound gets a moment of it."""
        self.end_graph()
        if not self.written:
            self.encode(one_form.silent_frame())
        self.output.mux(self.stream.encode(None))
        return self.written / one_form.AUDIO_RATE

    def graph_for(self, frame: AudioFrame) -> Graph:
        """Build a filter that begins where the one before has ended. `async` fills gaps and cuts what overlaps."""
        graph, rate = Graph(), one_form.AUDIO_RATE
        end = "" if self.until is None else f":end_pts={round(self.until * rate)}"
        steps = [
            ("aresample", f"{rate}:async=1:first_pts={self.written}"),
            ("aformat", f"sample_fmts=fltp:channel_layouts={one_form.AUDIO_LAYOUT}"),
            ("atrim", f"start_pts={self.written}{end}"),
            ("asetnsamples", f"{one_form.AUDIO_SAMPLES}:p=0"),
        ]
        source = graph.add_abuffer(
            sample_rate=frame.sample_rate,
            format=frame.format,
            layout=frame.layout,
            time_base=Fraction(1, frame.sample_rate),
        )
        nodes = [graph.add(name, arguments) for name, arguments in steps]
        graph.link_nodes(source, *nodes, graph.add("abuffersink")).configure()
        return graph

    def end_graph(self) -> None:
        if self.graph:
            self.write(None)

    def write(self, frame: AudioFrame | None) -> None:
        assert self.graph
        self.graph.push(frame)
        for filtered in pulled(self.graph):
            self.encode(filtered)

    def encode(self, frame: AudioFrame) -> None:
        frame.time_base, frame.pts = one_form.AUDIO_TIME_BASE, self.written
        self.output.mux(self.stream.encode(frame))
        self.written += frame.samples


def shape_of(frame: AudioFrame) -> tuple[object, ...]:
    return frame.sample_rate, frame.format.name, frame.layout.name


def pulled(graph: Graph) -> Iterator[AudioFrame]:
    while True:
        try:
            yield cast(AudioFrame, graph.pull())
        except (av.BlockingIOError, av.EOFError):
            return
