import { once } from 'node:events';
import { Agent, createServer, get } from 'node:http';

let connections = 0;
const server = createServer((_, response) => response.end('nothing new')).listen(0, '127.0.0.1');
server.on('connection', () => connections++);
await once(server, 'listening');

async function poll(agent) {
  const request = get({ port: server.address().port, agent });
  const [response] = await once(request, 'response');
  response.resume();
  await once(response, 'end');
}

for (const keepAlive of [true, false]) {
  const agent = new Agent({ keepAlive });
  connections = 0;
  for (let i = 0; i < 100; i++) await poll(agent);
  console.log(`100 polls, keepAlive ${keepAlive}: ${connections} TCP connections`);
  agent.destroy();
}
server.close();
