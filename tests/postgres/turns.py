# SPDX-FileCopyrightText: 2026 The gst-facerec authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""How often a program waits for the server: a socket in front of the server's that counts."""
import os
import selectors
import socket
import tempfile
import threading
import time

NAME = '.s.PGSQL.5432'


class Turns:
    """with Turns(server.socket, delay_s) as turns: host=turns.folder. Afterwards turns.count: how often a program has said
    something and then waited for the answer. delay_s: how far away the server is, there and back."""

    def __init__(self, folder, delay_s=0):
        self.server, self.delay_s, self.count = os.path.join(folder, NAME), delay_s, 0
        self.temporary = tempfile.TemporaryDirectory(prefix='facerec-turns-')
        self.folder = self.temporary.name
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(os.path.join(self.folder, NAME))
        self.listener.listen(8)

    def __enter__(self):
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.listener.close()
        self.temporary.cleanup()

    def _accept(self):
        while True:
            try:
                client = self.listener.accept()[0]
            except OSError:
                return
            server = socket.socket(socket.AF_UNIX)
            server.connect(self.server)
            threading.Thread(target=self._carry, args=(client, server), daemon=True).start()

    def _carry(self, client, server):
        with client, server, selectors.DefaultSelector() as both:
            both.register(client, selectors.EVENT_READ, server)
            both.register(server, selectors.EVENT_READ, client)
            asking = False
            while True:
                for key, _ in both.select():
                    data = key.fileobj.recv(1 << 20)
                    if not data:
                        return
                    if key.fileobj is client and not asking:
                        self.count += 1
                        time.sleep(self.delay_s)
                    asking = key.fileobj is client
                    key.data.sendall(data)
