// Byte i of the payload, with byte i mod 4 of the key (RFC 6455 §5.3)
const mask = (bytes, key) => bytes.map((byte, i) => byte ^ key[i % 4]);

// The key of §5.7. Yours is new for each frame: crypto.getRandomValues(new Uint8Array(4))
const key = Uint8Array.of(0x37, 0xfa, 0x21, 0x3d);
const masked = mask(new TextEncoder().encode('Hello'), key);
console.log(Buffer.from(masked).toString('hex'));
console.log(new TextDecoder().decode(mask(masked, key)));
