import asyncio
import sys

import websockets

URL = sys.argv[1] if len(sys.argv) > 1 else "ws://127.0.0.1:8765"


async def main():
    async with websockets.connect(URL, open_timeout=5) as ws:
        await ws.close(4001, "bye")
        # The server's answer: it echoes the code.
        print(ws.close_code, ws.close_reason)


try:
    asyncio.run(main())
except (OSError, asyncio.TimeoutError, websockets.WebSocketException) as error:
    sys.exit(f"{type(error).__name__}: {error}")
