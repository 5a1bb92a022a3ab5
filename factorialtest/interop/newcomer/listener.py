"""Receives webhooks on a free port of 127.0.0.1, and appends each as a line of JSON to the file of its first argument."""

import http.server
import json
import sys


class Listener(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        delivery = {"path": self.path, "challenge": self.headers["x-factorial-wh-challenge"], "body": body}
        with open(sys.argv[1], "a", encoding="utf-8") as f:
            f.write(json.dumps(delivery) + "\n")
        self.send_response(200)
        self.end_headers()

    def log_message(self, *arguments):
        pass


open(sys.argv[1], "a").close()
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Listener)
print(f"http://127.0.0.1:{server.server_port}", flush=True)
server.serve_forever()
