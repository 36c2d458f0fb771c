import asyncio
import os
import sys

import websockets

ORIGINS = os.environ.get("ORIGINS", "http://127.0.0.1:8765").split(",")
LIMITS = {
    "origins": [*ORIGINS, None],  # None: no Origin; any other gets 403
    "max_size": 65_536,
}


async def echo(ws):  # one argument since 10.1
    try:
        async for message in ws:  # str for text, bytes for binary
            await ws.send(message)
    except websockets.ConnectionClosedError as error:
        print(error, file=sys.stderr)


async def main():
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 8765  # 0: any free port
    async with websockets.serve(echo, "127.0.0.1", port, **LIMITS) as server:
        _, bound = server.sockets[0].getsockname()
        print(f"listening on ws://127.0.0.1:{bound}", flush=True)
        await asyncio.Future()  # until interrupted


asyncio.run(main())
