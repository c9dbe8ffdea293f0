# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A camera that pans over a photo: live frames whose faces move, and where they are on each. A frame is a window of the photo,
told by a GstVideoMeta, so that no time goes into making it."""
import math
import threading

import films

SECOND = 1000000000


class Photo:
    """I420, scaled to width x height, rows as GStreamer lays them out."""
    def __init__(self, path, width, height):
        Gst = films.gst()[0]
        self.width, self.height = width, height
        pipeline = Gst.parse_launch(films.decoder(path) + ' ! videoconvert ! videoscale add-borders=false '
                                    f'! video/x-raw,format=I420,width={width},height={height},pixel-aspect-ratio=1/1 '
                                    '! appsink name=out sync=false')
        pipeline.set_state(Gst.State.PLAYING)
        sample = pipeline.get_by_name('out').emit('pull-sample')
        pipeline.set_state(Gst.State.NULL)
        self.memory = Gst.Buffer.new_wrapped(sample.get_buffer().extract_dup(0, sample.get_buffer().get_size())).peek_memory(0)
        self.stride = (width + 3) // 4 * 4
        self.chroma_stride = (self.stride // 2 + 3) // 4 * 4
        self.chroma = self.stride * height

    def window(self, left, top, width, height):
        """A buffer with that part of it; left and top even."""
        import gi
        gi.require_version('GstVideo', '1.0')
        from gi.repository import GstVideo
        Gst = films.gst()[0]
        buffer = Gst.Buffer.new()
        buffer.append_memory(self.memory)
        at = top // 2 * self.chroma_stride + left // 2
        size = self.chroma_stride * (self.height // 2)
        GstVideo.buffer_add_video_meta_full(
            buffer, GstVideo.VideoFrameFlags.NONE, GstVideo.VideoFormat.I420, width, height, 3,
            [top * self.stride + left, self.chroma + at, self.chroma + size + at, 0],
            [self.stride, self.chroma_stride, self.chroma_stride, 0])
        return buffer


class Camera:
    """Pushes frames into an appsrc, each at its time of the pipeline's clock."""
    def __init__(self, photo, width, height, rate, n_frames, seconds_per_turn=10):
        self.photo, self.width, self.height, self.rate, self.n_frames = photo, width, height, rate, n_frames
        self.seconds_per_turn = seconds_per_turn
        self.pushed = 0

    def launch(self):
        return ('appsrc name=camera is-live=true format=time min-latency=0 max-buffers=0 max-bytes=0 max-time=0 '
                f'caps="video/x-raw,format=I420,width={self.width},height={self.height},framerate={self.rate}/1,'
                'pixel-aspect-ratio=1/1"')

    def corner(self, number):
        """Of the window on that frame, in pixels of the photo."""
        angle = 2 * math.pi * number / self.rate / self.seconds_per_turn
        ways = self.photo.width - self.width, self.photo.height - self.height
        left, top = ways[0] * (1 + math.sin(angle)) / 2, ways[1] * (1 + math.cos(angle)) / 2
        return int(left) & ~1, int(top) & ~1

    def start(self, pipeline):
        """Once the pipeline plays."""
        thread = threading.Thread(target=self.run, args=(pipeline, pipeline.get_by_name('camera')), daemon=True)
        thread.start()
        return thread

    def run(self, pipeline, source):
        Gst = films.gst()[0]
        clock, base = pipeline.get_clock(), pipeline.get_base_time()
        first = (clock.get_time() - base) * self.rate // SECOND + 1
        for number in range(self.n_frames):
            buffer = self.photo.window(*self.corner(number), self.width, self.height)
            buffer.pts = (first + number) * SECOND // self.rate
            buffer.duration = SECOND // self.rate
            clock.id_wait(clock.new_single_shot_id(base + buffer.pts))
            if source.emit('push-buffer', buffer) != Gst.FlowReturn.OK:
                break
            self.pushed += 1
        source.emit('end-of-stream')
