import asyncio
import sys

import websockets

URL = sys.argv[1] if len(sys.argv) > 1 else "ws://127.0.0.1:8765"
ANSWERS = {
    "0": "40",  # open: connect me to the main namespace
    "40": '420["echo","Hello"]',  # connected: an event, ack id 0
    "2": "3",  # ping: pong
}


async def main():
    url = f"{URL}/socket.io/?EIO=4&transport=websocket"
    async with websockets.connect(url, open_timeout=5) as ws:
        async for packet in ws:
            print("←", packet)
            if packet.startswith("43"):  # the ack
                break
            for start, answer in ANSWERS.items():
                if packet.startswith(start):
                    print("→", answer)
                    await ws.send(answer)
    print(ws.close_code)


try:
    asyncio.run(main())
except (OSError, asyncio.TimeoutError, websockets.WebSocketException) as error:
    sys.exit(f"{type(error).__name__}: {error}")
