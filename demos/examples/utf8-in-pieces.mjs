// € is e2 82 ac. The first piece holds two of its three bytes.
const pieces = [Uint8Array.of(0xe2, 0x82), Uint8Array.of(0xac)];

// Wrong: a decoder for each piece.
console.log(pieces.map((piece) => new TextDecoder().decode(piece)).join(''));

// Right: one decoder, which keeps what is not a character yet.
const decoder = new TextDecoder('utf-8', { fatal: true });
console.log(pieces.map((piece) => decoder.decode(piece, { stream: true })).join('') + decoder.decode());

// What no further byte can mend is refused at once: 28 cannot follow c3.
try {
  new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.of(0xc3, 0x28), { stream: true });
} catch ({ name }) {
  console.log(name);
}
