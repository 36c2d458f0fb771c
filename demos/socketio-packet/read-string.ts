import { fromHex, utf8DecodeLenient, utf8Encode } from '#demos/protocol/bytes.ts';
import { decodeEnginePacket } from '#demos/protocol/engineio-packet.ts';
import { assembleSocketio, IDLE } from '#demos/protocol/socketio-assembly.ts';
import type { Violation } from '#demos/protocol/violation.ts';
import { type DraftFault, type DraftReading, NOTHING } from './draft-reading.ts';

/** From a text message, and the binary ones after it in hex, one a line, to the event they carry. */
export function readString(text: string, attachments: string): DraftReading {
  const engine = decodeEnginePacket(text);
  if (engine.kind === 'violation') return { ...NOTHING, messages: [text], fault: inText(text, engine.violation) };
  const { type, data } = engine.packet;
  if (type !== 'message' || typeof data !== 'string') return { ...NOTHING, messages: [text] };

  let { assembly, step } = assembleSocketio(IDLE, data, { at: 1 });
  const messages: (string | Uint8Array)[] = [text];
  if (step.kind === 'violation') return { ...NOTHING, messages, fault: inText(text, step.violation) };
  for (const { at, line } of linesOf(attachments)) {
    const fault: Omit<DraftFault, 'expected'> = {
      field: 'attachments',
      at,
      end: at + line.length,
      found: `\`${line}\``,
    };
    if (!/^(?:[0-9a-f]{2}\s*)*$/i.test(line))
      return { ...NOTHING, messages, fault: { ...fault, expected: 'pairs of hex digits' } };
    if (assembly.kind === 'idle')
      return {
        ...NOTHING,
        messages,
        fault: { ...fault, expected: 'no binary message more', rule: 'socketio.unexpected-binary' },
      };
    const bytes = fromHex(line);
    ({ assembly, step } = assembleSocketio(assembly, bytes));
    messages.push(bytes);
  }
  if (assembly.kind === 'awaiting') {
    const missing = assembly.packet.attachments - assembly.attachments.length;
    const end = attachments.length;
    const place = { field: 'attachments', at: end, end, rule: 'socketio.awaited-binary' } as const;
    return { ...NOTHING, messages, fault: { ...place, found: 'the end', expected: `${missing} more, in hex` } };
  }
  const content = 'content' in step ? step.content : null;
  if (content?.type !== 'EVENT') return { ...NOTHING, messages };
  const { namespace, id, data: values } = content;
  return { ...NOTHING, messages, event: { namespace, ackId: id ?? null, values } };
}

/** A violation's bytes as indices of the text's UTF-16 units. */
function inText(text: string, { span, found, expected, rule }: Violation): DraftFault {
  const bytes = utf8Encode(text);
  const unit = (bit: number): number => utf8DecodeLenient(bytes.subarray(0, bit / 8)).length;
  return { field: 'text', at: unit(span.start), end: unit(span.end), found, expected, rule };
}

function linesOf(text: string): { at: number; line: string }[] {
  let next = 0;
  return text.split('\n').flatMap((raw) => {
    const at = next;
    next += raw.length + 1;
    return raw.trim() === '' ? [] : [{ at, line: raw.trim() }];
  });
}
