import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { parseStartOptions } from './start-options.ts';

// Each test starts a process of its own, which a busy machine takes its time for.
vi.setConfig({ testTimeout: 30_000 });

interface Started {
  readonly child: ChildProcess;
  output(): string;
  /** Exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>;
}

function start(...args: string[]): Started {
  const child = spawn(process.execPath, ['tools/start.ts', '--no-build', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  const ended = once(child, 'close').then(([code, signal]) => code ?? signal);
  return { child, output: () => output, ended };
}

async function address({ child, output, ended }: Started): Promise<string> {
  const find = () => /^Switching Protocols: (http:\/\/.*)\/$/m.exec(output())?.[1];
  while (find() === undefined) {
    if (child.exitCode !== null) throw new Error(output());
    await Promise.race([once(child.stdout ?? child, 'data'), ended]);
  }
  return find() ?? '';
}

test('it prints its address when it is ready, and SIGTERM ends it gracefully', async () => {
  const started = start('--port', '0');
  const url = await address(started);
  expect(await (await fetch(`${url}/healthz`)).text()).toBe('ok\n');
  const socket = new WebSocket(`${url.replace('http', 'ws')}/ws/echo`);
  await once(socket, 'open');
  started.child.kill('SIGTERM');
  expect((await once(socket, 'close'))[0]).toBe(1001);
  expect(await started.ended).toBe(0);
});

test('a busy port is an error that says what to do', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const bound = other.address();
  const port = bound !== null && typeof bound === 'object' ? bound.port : 0;
  const started = start('--port', String(port));
  expect(await started.ended).toBe(1);
  expect(started.output()).toContain(`Port ${port} on 127.0.0.1 is in use`);
  expect(started.output()).toContain(`npm start -- --port ${port + 1}`);
  other.close();
});

test('beyond loopback it warns, and says what it has turned off', async () => {
  const started = start('--port', '0', '--host', '0.0.0.0');
  await address(started);
  expect(started.output()).toContain('other machines can reach this companion');
  expect(started.output()).toContain('Raw sending and byte-level answers are off');
  started.child.kill('SIGINT');
  expect(await started.ended).toBe(0);
});

test('an unknown option is an error that lists the options there are', async () => {
  const started = start('--prot', '1');
  expect(await started.ended).toBe(1);
  expect(started.output()).toContain("Unknown option '--prot'");
  expect(started.output()).toContain('Usage: npm start');
});

test.each(['-1', '65536', 'http', '1.5', ''])('--port "%s" is no port', (port) => {
  expect(parseStartOptions([`--port=${port}`])).toMatchObject({
    kind: 'violation',
    message: expect.stringContaining('expected a whole number from 0 to 65535'),
  });
});

test('an --allow-host that is no host is an error', async () => {
  const started = start('--port', '0', '--allow-host', '*');
  expect(await started.ended).toBe(1);
  expect(started.output()).toContain('--allow-host "*": expected a host name');
});

test('without options it is on loopback, on the course’s port, and leaves the rest to the companion', () => {
  expect(parseStartOptions([])).toEqual({
    kind: 'start',
    options: {
      port: 4101,
      host: '127.0.0.1',
      open: false,
      build: true,
      allowHosts: [],
      raw: undefined,
      respond: undefined,
    },
  });
});
