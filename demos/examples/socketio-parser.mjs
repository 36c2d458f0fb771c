import { Decoder, Encoder, PacketType } from 'socket.io-parser';

const { EVENT } = PacketType;
const encoder = new Encoder();
const show = (packet) => console.log(...encoder.encode(packet));

show({ type: EVENT, nsp: '/', data: ['hello', 'world'] });
show({ type: EVENT, nsp: '/', id: 0, data: ['add', 1, 2] });
show({ type: EVENT, nsp: '/admin', data: ['at', new Date(0), NaN] });
show({ type: EVENT, nsp: '/', data: ['b', Buffer.from([1, 2, 3])] });

const decoder = new Decoder();
decoder.on('decoded', ({ type, nsp, id, data }) => {
  console.log(PacketType[type], nsp, id, data);
});
for (const text of ['3/admin,7["ok"]', '2"hello"', '9']) {
  try {
    decoder.add(text);
  } catch (error) {
    console.log(text, error.message);
  }
}
// 1- says that one attachment follows: nothing is decoded before it.
decoder.add('51-["b",{"_placeholder":true,"num":0}]');
decoder.add(Buffer.from([1, 2, 3]));
