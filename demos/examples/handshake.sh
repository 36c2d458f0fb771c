#!/bin/sh
# The opening handshake with RFC 6455's sample key; curl hangs up after one second.
curl --silent --include --no-buffer --http1.1 --max-time 1 \
  --header 'Connection: Upgrade' \
  --header 'Upgrade: websocket' \
  --header 'Sec-WebSocket-Version: 13' \
  --header 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==' \
  "${1:-http://127.0.0.1:4101/ws/echo}"
