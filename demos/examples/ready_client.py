import asyncio
import sys

import websockets

URL = sys.argv[1] if len(sys.argv) > 1 else "ws://127.0.0.1:8765"


async def main():
    # connect() returns an open connection or raises: there is no "too early".
    async with websockets.connect(URL, open_timeout=5) as ws:
        await ws.send("Hello")
        print("message", await ws.recv())
        await ws.close(1000)
        print("close", ws.close_code)
        try:
            await ws.send("too late")
        except websockets.ConnectionClosed as error:
            print(type(error).__name__)


try:
    asyncio.run(main())
except (OSError, asyncio.TimeoutError, websockets.WebSocketException) as error:
    sys.exit(f"{type(error).__name__}: {error}")
