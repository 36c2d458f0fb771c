#!/bin/sh
# Sec-WebSocket-Accept for a key: SHA-1 of its text and the GUID, in base64.
key=${1:-dGhlIHNhbXBsZSBub25jZQ==}
printf '%s258EAFA5-E914-47DA-95CA-C5AB0DC85B11' "$key" | openssl dgst -sha1 -binary | openssl base64
