from itertools import cycle


def mask(data: bytes, key: bytes) -> bytes:
    """Byte i of the payload, with byte i mod 4 of the key (RFC 6455 §5.3)."""
    return bytes(byte ^ k for byte, k in zip(data, cycle(key)))


# The key of §5.7. Yours is new for each frame: secrets.token_bytes(4)
key = bytes.fromhex("37fa213d")
masked = mask(b"Hello", key)
print(masked.hex())
print(mask(masked, key).decode())
