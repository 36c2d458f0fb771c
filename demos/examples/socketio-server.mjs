import { createServer } from 'node:http';
import { Server } from 'socket.io';

const port = Number(process.argv[2] ?? 8765); // 0: any free port
const origins = process.env.ORIGINS?.split(',') ?? ['http://127.0.0.1:8765'];
const server = createServer((_, response) => response.writeHead(404).end());
const io = new Server(server, {
  serveClient: false,
  maxHttpBufferSize: 65_536,
  // Every browser sends an Origin. The option cors keeps no WebSocket out.
  allowRequest: ({ headers: { origin } }, decide) => {
    decide(null, origin === undefined || origins.includes(origin));
  },
});

io.on('connection', (socket) => {
  socket.on('echo', (...values) => {
    const ack = values.at(-1); // a function, if the client asked for one
    if (typeof ack === 'function') ack(...values.slice(0, -1));
    else socket.emit('echo', ...values);
  });
});

server.listen(port, '127.0.0.1', () => {
  console.log(`listening on ws://127.0.0.1:${server.address().port}`);
});
