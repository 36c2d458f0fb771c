import { afterEach, describe, expect, test, vi } from 'vitest';
import recording from '#content/captures/deflate.json?raw';
import { deflateTexts } from '#content/figures/en/deflate.ts';
import { recordedCapture } from '#demos/capture/recording.ts';
import { toHex, utf8DecodeLenient } from '#demos/protocol/bytes.ts';
import { DeflateFigure } from './deflate.figure.svelte.ts';
import { conversationsOf } from './deflate.messages.ts';
import { packed } from './deflate.packed.ts';
import { recordedScene } from './deflate.recorded.ts';
import { tell } from './deflate.tell.ts';
import { tellTalk } from './deflate.tell-talk.ts';

const capture = recordedCapture(recording);
const conversations = conversationsOf(capture);
const recorded = {
  conversations: packed(conversations),
  talks: conversations.map((conversation) => tellTalk(conversation, deflateTexts)),
  told: tell(recordedScene(conversations, 0, 0), deflateTexts),
  madeWith: capture.madeWith,
  url: '',
};

const figures: DeflateFigure[] = [];
const awake = async (): Promise<DeflateFigure> => {
  const figure = new DeflateFigure(recorded, deflateTexts);
  figure.wake(false);
  figures.push(figure);
  await figure.reach();
  return figure;
};
afterEach(() => {
  for (const figure of figures.splice(0)) figure.dispose();
});

const title = ({ told, index }: DeflateFigure): string | undefined => told.views[index]?.title;
const link = (figure: DeflateFigure, query: string): void => figure.obey(new URLSearchParams(query));

describe('a word of the prose', () => {
  test('lights what it names where the message has it', async () => {
    const figure = await awake();
    figure.select('end-of-block');
    expect([title(figure), figure.selected, figure.aside]).toEqual(['End of block', 'end-of-block', null]);
    expect(figure.origin?.index).toBe(0);
  });

  test('leads to the nearest message that has it, and the figure says that it went there', async () => {
    const figure = await awake();
    figure.select('pair');
    expect(title(figure)).toBe('4 bytes from 5 back, in an earlier message');
    expect([figure.origin?.index, figure.selected, figure.aside]).toEqual([2, 'pair', 'partElsewhere']);
    figure.play('next');
    expect([figure.selected, figure.aside]).toEqual([null, null]);
  });

  test('before the figure has woken is obeyed once it has: the address holds it', async () => {
    const figure = new DeflateFigure(recorded, deflateTexts);
    figures.push(figure);
    figure.wake(false);
    link(figure, 'part=pair');
    figure.select('pair');
    await vi.waitFor(() => expect([figure.selected, figure.origin?.index]).toEqual(['pair', 2]));
  });

  test('one after another is lit, though both were pressed before the figure could read', async () => {
    const figure = new DeflateFigure(recorded, deflateTexts);
    figures.push(figure);
    figure.wake(false);
    figure.select('pair');
    figure.go(0);
    figure.select('end-of-block');
    await vi.waitFor(() => expect(figure.selected).toBe('end-of-block'));
    // Whatever else waited has been done by then.
    await figure.reach();
    expect([figure.origin?.index, title(figure), figure.selected]).toEqual([2, 'End of block', 'end-of-block']);
  });

  test('that no message of the reader’s own connection has is said so, and the connection is not left', async () => {
    const figure = await awake();
    figure.choose('model', ['Hello']);
    await vi.waitFor(() => expect(figure.talk?.rows).toHaveLength(1));
    await vi.waitFor(() => expect(utf8DecodeLenient(figure.told.output)).toBe('Hello'));
    figure.select('pair');
    expect([figure.source, figure.selected, figure.aside]).toEqual(['model', null, 'partNowhere']);
    figure.send('Hello');
    await vi.waitFor(() => expect(figure.talk?.rows[1]?.ways[1]).not.toBeNull());
    figure.open(figure.talk?.connection ?? '', 0);
    figure.select('window');
    expect([figure.source, figure.origin?.index, figure.selected]).toEqual(['model', 2, 'window']);
  });

  test('is nothing to go to where it names nothing', async () => {
    const figure = await awake();
    figure.select('door');
    expect([figure.selected, figure.aside, figure.index]).toEqual([null, null, 1]);
  });
});

describe('a link', () => {
  test('to a step lights its part there, and goes nowhere else', async () => {
    const figure = await awake();
    link(figure, 'message=2&step=1&part=window');
    expect([figure.origin?.index, figure.index, figure.selected]).toEqual([2, 1, 'window']);
  });

  test('lays bytes of the reader’s own', async () => {
    const figure = await awake();
    link(figure, 'hex=f200110000&window=48656c6c6f');
    expect([figure.origin, toHex(figure.told.payload)]).toEqual([null, 'f2 00 11 00 00']);
    expect(utf8DecodeLenient(figure.told.output)).toBe('Hello');
  });
});
