import struct
import sys

# A masked "Hello" (RFC 6455 §5.7), or the bytes given as hex
HELLO = "818537fa213d7f9f4d5158"
frame = bytes.fromhex(sys.argv[1] if len(sys.argv) > 1 else HELLO)

try:
    first, second = struct.unpack_from("!BB", frame)
    length, header = second & 0x7F, 2
    if length == 126:
        (length,) = struct.unpack_from("!H", frame, header)  # ! is big-endian
        header += 2
    elif length == 127:
        (length,) = struct.unpack_from("!Q", frame, header)
        header += 8
    key = None
    if second & 0x80:
        (key,) = struct.unpack_from("!4s", frame, header)
        header += 4
except struct.error:
    sys.exit("the header is not complete yet")

print("FIN", first >> 7, "RSV", f"{first >> 4 & 7:03b}", "opcode", first & 15)
print("length", length, "header", header, "key", key and key.hex())
