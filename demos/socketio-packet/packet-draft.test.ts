import { describe, expect, test } from 'vitest';
import { fromHex } from '#demos/protocol/bytes.ts';
import { madeMessage } from './made-message.ts';
import * as code from './packet-bench.ts';
import { PacketDraft } from './packet-draft.svelte.ts';
import { packetLog } from './packet-log.ts';

const [ADD] = packetLog([madeMessage('420["add",1,2]', { from: 'client', key: fromHex('a9 62 d8 ed'), at: 0 })]);
if (!ADD) throw new TypeError('no packet');

const begun = (): PacketDraft => {
  const typed = new PacketDraft();
  typed.begin(code, ADD);
  return typed;
};

describe('what is typed', () => {
  test('starts from the packet that is taken apart', () => {
    const typed = begun();
    expect(typed.draft).toMatchObject({ call: '"add", 1, 2', namespace: '/', ackId: 0 });
    expect(typed.packet?.text).toBe('420["add",1,2]');
    expect(typed.emission).toEqual({ event: 'add', args: [1, 2], ack: true });
  });

  test('stays when the editor is opened on another packet', () => {
    const typed = begun();
    typed.edit(code, { call: '"sum", 3' });
    typed.begin(code, ADD);
    expect([typed.draft?.call, typed.emission?.event]).toEqual(['"sum", 3', 'sum']);
  });

  test('and cannot be read leaves the last packet that could be on show, and emits nothing', () => {
    const typed = begun();
    typed.edit(code, { call: '"add", ' });
    typed.edit(code, { call: '"add", (' });
    expect([typed.draft?.call, typed.bench?.packet, typed.emission]).toEqual(['"add", (', null, null]);
    expect(typed.packet?.text).toMatch(/^420\["add"/);
  });

  test('for another namespace is no event of this page’s server', () => {
    const typed = begun();
    typed.edit(code, { namespace: '/chat' });
    expect([typed.packet?.packet?.namespace, typed.emission]).toEqual(['/chat', null]);
  });

  test('is nothing before the editor was opened', () => {
    const typed = new PacketDraft();
    typed.edit(code, { call: '"add"' });
    expect([typed.draft, typed.bench, typed.emission]).toEqual([null, null, null]);
  });
});
