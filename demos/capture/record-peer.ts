import type { PeerRecord, ReadyState } from './capture.ts';
import type { ByteReader, ByteWriter } from './record-bytes.ts';
import { oneOf } from './record-choice.ts';

const NAMES = [
  'close()',
  'terminate()',
  'pause()',
  'resume()',
  'violate()',
  'linger()',
  'read()',
  'open',
  'error',
  'close',
] as const;

const nameOf = ({ peer }: PeerRecord): (typeof NAMES)[number] => ('do' in peer ? `${peer.do}()` : peer.on);

/** 0: no code. */
const writeCode = (record: ByteWriter, code: number | undefined): void =>
  record.integer(code === undefined ? 0 : code + 1);
const READY_STATES = [0, 1, 2, 3] as const satisfies ReadyState[];

/** Its name, `readyState`, and the name's own fields. */
export function writePeer(record: ByteWriter, event: PeerRecord): void {
  record.byte(NAMES.indexOf(nameOf(event)));
  record.byte(event.readyState);
  const { peer } = event;
  if ('do' in peer) {
    if (peer.do !== 'close') return;
    writeCode(record, peer.code);
    record.byte(peer.reason === undefined ? 0 : 1);
    if (peer.reason !== undefined) record.text(peer.reason);
  } else if (peer.on === 'error') record.text(peer.message);
  else if (peer.on === 'close') {
    writeCode(record, peer.code);
    record.text(peer.reason);
    record.byte(peer.wasClean ? 1 : 0);
  }
}

export function readPeer(record: ByteReader): PeerRecord {
  const name = oneOf(record, NAMES, 'what a server did or was told');
  const at = record.offset;
  const state = record.byte('a readyState');
  const readyState = READY_STATES.find((each) => each === state);
  if (readyState === undefined) record.fail(at, String(state), '0 to 3');
  return { kind: 'peer', peer: readDetail(record, name), readyState: readyState ?? 0 };
}

const readCode = (record: ByteReader): number | undefined => {
  const code = record.integer('a code');
  return code === 0 ? undefined : code - 1;
};
const readFlag = (record: ByteReader): boolean => oneOf(record, ['no', 'yes'], 'yes or no') === 'yes';

function readDetail(record: ByteReader, name: (typeof NAMES)[number]): PeerRecord['peer'] {
  switch (name) {
    case 'close()': {
      const code = readCode(record);
      const reason = readFlag(record) ? record.text('a reason') : undefined;
      return { do: 'close', ...(code !== undefined && { code }), ...(reason !== undefined && { reason }) };
    }
    case 'terminate()':
      return { do: 'terminate' };
    case 'pause()':
      return { do: 'pause' };
    case 'resume()':
      return { do: 'resume' };
    case 'violate()':
      return { do: 'violate' };
    case 'linger()':
      return { do: 'linger' };
    case 'read()':
      return { do: 'read' };
    case 'open':
      return { on: 'open' };
    case 'error':
      return { on: 'error', message: record.text('a message') };
    case 'close': {
      const code = readCode(record) ?? 0;
      return { on: 'close', code, reason: record.text('a reason'), wasClean: readFlag(record) };
    }
  }
}
