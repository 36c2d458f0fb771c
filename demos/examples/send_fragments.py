import asyncio
import sys

import websockets

URL = sys.argv[1] if len(sys.argv) > 1 else "ws://127.0.0.1:8765"


async def main():
    async with websockets.connect(URL, open_timeout=5) as ws:
        # One message, a frame for each part.
        await ws.send(["Hel", "lo"])
        print("message", await ws.recv())
        # A pong that nobody asked for is legal; this one was.
        pong = await ws.ping(b"now?")
        await asyncio.wait_for(pong, timeout=5)
        print("pong")


try:
    asyncio.run(main())
except (OSError, asyncio.TimeoutError, websockets.WebSocketException) as error:
    sys.exit(f"{type(error).__name__}: {error}")
