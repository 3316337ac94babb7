"""A browser spoken to through WebDriver: Chromium and chromedriver as Debian packages them, and Python's standard library alone."""

import json
import os
import pathlib
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request

TAB, ENTER, DOWN, SPACE = "\ue004", "\ue007", "\ue015", " "
SHIFT = "\ue008"


class Browser:
    """One headless window. Every request and every console message is kept, for `requests()` and `messages()`."""

    def __init__(self, width=1280, height=1000):
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            port = s.getsockname()[1]
        self.profile = tempfile.mkdtemp()
        self.driver = subprocess.Popen(
            [os.environ.get("CHROMEDRIVER", "chromedriver"), f"--port={port}"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.base = f"http://127.0.0.1:{port}"
        # A proxy of the environment must not see what is said to the driver on this machine.
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        for _ in range(200):
            try:
                if self.call("GET", "/status")["ready"]:
                    break
            except OSError:
                time.sleep(0.1)
        else:
            raise SystemExit("chromedriver does not answer")
        arguments = [
            "--headless=new",
            # Containers run as root, where Chromium's sandbox does not start.
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
            f"--window-size={width},{height}",
            f"--user-data-dir={self.profile}",
        ]
        options = {"args": arguments}
        if found := os.environ.get("CHROMIUM") or shutil.which("chromium"):
            options["binary"] = found
        wanted = {
            "browserName": "chrome",
            "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"},
            "goog:chromeOptions": options,
        }
        session = self.call("POST", "/session", {"capabilities": {"alwaysMatch": wanted}})
        self.session = "/session/" + session["sessionId"]

    def call(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(self.base + path, method=method, data=data, headers=headers)
        try:
            return json.load(self.opener.open(request, timeout=120))["value"]
        except urllib.error.HTTPError as e:
            raise RuntimeError(path + " " + e.read().decode(errors="replace")[:600]) from None

    def go(self, path):
        self.call("POST", self.session + "/url", {"url": pathlib.Path(path).resolve().as_uri()})

    def js(self, code, *arguments):
        return self.call("POST", self.session + "/execute/sync", {"script": code, "args": list(arguments)})

    def keys(self, *keys, held=None):
        actions = [{"type": kind, "value": k} for k in keys for kind in ("keyDown", "keyUp")]
        if held:
            actions = [{"type": "keyDown", "value": held}, *actions, {"type": "keyUp", "value": held}]
        self.call("POST", self.session + "/actions", {"actions": [{"type": "key", "id": "keys", "actions": actions}]})

    def click(self, selector):
        found = self.call("POST", self.session + "/element", {"using": "css selector", "value": selector})
        self.call("POST", f"{self.session}/element/{next(iter(found.values()))}/click", {})

    def narrow(self, width):
        """As on a phone of that width; None for the window as it is."""
        command = "Emulation.clearDeviceMetricsOverride" if width is None else "Emulation.setDeviceMetricsOverride"
        size = {} if width is None else {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": True}
        self.call("POST", self.session + "/goog/cdp/execute", {"cmd": command, "params": size})

    def pdf(self):
        """The page printed, as the `@page` rules of its style ask."""
        import base64

        return base64.b64decode(self.call("POST", self.session + "/print", {"shrinkToFit": False}))

    def log(self, kind):
        return self.call("POST", self.session + "/se/log", {"type": kind})

    def requests(self):
        """Addresses asked for by files; what the browser's own pages (the new tab) load is not ours."""
        messages = [json.loads(entry["message"])["message"] for entry in self.log("performance")]
        sent = [m["params"] for m in messages if m["method"] == "Network.requestWillBeSent"]
        return [s["request"]["url"] for s in sent if s["documentURL"].startswith("file:")]

    def messages(self):
        return [entry["message"] for entry in self.log("browser")]

    def close(self):
        try:
            self.call("DELETE", self.session)
        finally:
            self.driver.terminate()
            self.driver.wait()
            shutil.rmtree(self.profile, ignore_errors=True)
