import zlib

deflate = zlib.compressobj(wbits=-15)  # negative: raw DEFLATE
inflate = zlib.decompressobj(wbits=-15)

for _ in range(3):
    payload = deflate.compress(b"Hello") + deflate.flush(zlib.Z_SYNC_FLUSH)
    payload = payload[:-4]  # 00 00 ff ff, always
    print(payload.hex(), inflate.decompress(payload + b"\x00\x00\xff\xff").decode())
