import type { Direction } from '#demos/capture/capture.ts';
import { fill } from '#demos/parts/fill.ts';
import { toHex, utf8DecodeLenient } from '#demos/protocol/bytes.ts';
import { deflateMemory } from '#demos/protocol/deflate-memory.ts';
import type { Conversation, Message } from './deflate.talk.ts';
import type { DeflateTexts } from './deflate.texts.ts';
import type { BothWays, ToldMessage, ToldTalk } from './deflate.told-talk.ts';

/** Bytes of a message that its line shows. */
const SHOWN = 60;

const WAYS: BothWays<Direction> = ['client-to-server', 'server-to-client'];
const both = <Each>(of: (way: Direction) => Each): BothWays<Each> => [of(WAYS[0]), of(WAYS[1])];

const preview = ({ output }: Message): string =>
  utf8DecodeLenient(output.subarray(0, SHOWN)) + (output.length > SHOWN ? ' …' : '');

/** The messages of a conversation, its two ways side by side, and what they cost. */
export function tellTalk(conversation: Conversation, { ui }: DeflateTexts): ToldTalk {
  const { connection, messages, terms } = conversation;
  const ways = both((way) =>
    messages.flatMap((message, index) => (message.direction === way ? [{ message, index }] : [])),
  );
  const tellMessage = (place: { message: Message; index: number } | undefined): ToldMessage | null => {
    if (!place) return null;
    const { output, payload, headers, compressed } = place.message;
    return {
      index: place.index,
      compressed,
      cost: compressed ? fill(ui.cost, { plain: output.length, payload: payload.length }) : ui.uncompressed,
      header: fill(ui.costHeader, { header: headers.length }),
      hex: toHex(headers),
    };
  };
  const sum = (own: readonly { readonly message: Message }[]): string => {
    const plain = own.reduce((all, { message }) => all + message.output.length, 0);
    const wire = own.reduce((all, { message }) => all + message.payload.length + message.headers.length, 0);
    return fill(ui.cost, { plain, payload: wire });
  };
  const [serverBits, clientBits] = [terms['server-to-client'].windowBits, terms['client-to-server'].windowBits];
  const { server } = deflateMemory({ serverMaxWindowBits: serverBits, clientMaxWindowBits: clientBits });
  const [deflate, inflate] = [server.deflate / 1024, server.inflate / 1024];
  return {
    connection,
    agreed: conversation.agreed ?? '',
    rows: Array.from({ length: Math.max(ways[0].length, ways[1].length) }, (_, i) => {
      const said = ways[0][i] ?? ways[1][i];
      return { text: said ? preview(said.message) : '', ways: [tellMessage(ways[0][i]), tellMessage(ways[1][i])] };
    }),
    sums: [sum(ways[0]), sum(ways[1])],
    memory: fill(ui.memorySays, { deflate, inflate, serverBits, clientBits }),
  };
}
