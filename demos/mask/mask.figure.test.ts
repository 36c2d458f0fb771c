import { afterEach, describe, expect, test, vi } from 'vitest';
import recording from '#content/captures/frames.json?raw';
import { recordedCapture } from '#demos/capture/recording.ts';
import { fromHex, toHex } from '#demos/protocol/bytes.ts';
import { frameOf } from './mask.desk.ts';
import { MaskFigure } from './mask.figure.svelte.ts';
import { recordedFrames } from './mask.recorded.ts';

const capture = recordedCapture(recording);
const figures: MaskFigure[] = [];
const awake = (): MaskFigure => {
  const figure = new MaskFigure({ frames: recordedFrames(capture), madeWith: capture.madeWith, url: '' });
  figure.wake(false);
  figures.push(figure);
  return figure;
};
afterEach(() => {
  for (const figure of figures.splice(0)) figure.dispose();
});

const wire = ({ desk }: MaskFigure): string => toHex(frameOf(desk));

describe('the desk', () => {
  test('begins at the second byte of the recorded “Hello”', () => {
    const figure = awake();
    expect([wire(figure), figure.index, figure.states.at(-1)]).toEqual(['81 85 c9 e4 c1 d9 81 81 ad b5 a6', 2, 'done']);
  });

  test('keeps its step in range when the payload grows shorter', () => {
    const figure = awake();
    figure.go(6);
    figure.put({ payload: fromHex('48') });
    expect([figure.index, figure.states.length]).toEqual([2, 3]);
  });

  test('knows that it was changed, and goes back to what was sent', () => {
    const figure = awake();
    figure.rfcKey();
    expect([figure.changed, wire(figure)]).toEqual([true, '81 85 37 fa 21 3d 7f 9f 4d 51 58']);
    figure.restore();
    expect([figure.changed, wire(figure)]).toEqual([false, '81 85 c9 e4 c1 d9 81 81 ad b5 a6']);
  });

  test('begins anew when it is turned', () => {
    const figure = awake();
    figure.turn('unmask');
    expect([figure.way, figure.index]).toEqual(['unmask', 0]);
  });

  test('takes a frame of the list, its first byte too', () => {
    const figure = awake();
    const pong = figure.sent.frames[1];
    if (!pong) throw new Error('the recording holds a pong');
    figure.open(pong);
    expect([wire(figure), figure.current]).toEqual(['8a 85 5c 52 c3 ed 14 37 af 81 33', pong.id]);
  });
});

describe('a scenario of the prose', () => {
  test('“zero-key” lays a masked frame whose payload can be read', () => {
    const figure = awake();
    figure.run('zero-key');
    expect([wire(figure), figure.states[figure.index]]).toEqual(['81 85 00 00 00 00 48 65 6c 6c 6f', 'done']);
  });
  test('“back” unmasks from the first byte, by itself', () => {
    const figure = awake();
    figure.run('back');
    expect([figure.way, figure.index, figure.playback.playing]).toEqual(['unmask', 0, true]);
  });
  test('“hello” without a companion shows the recording, which holds it twice', () => {
    const figure = awake();
    figure.run('hello');
    expect(figure.source).toBe('recorded');
  });
  test('of another name does nothing', () => {
    const figure = awake();
    figure.run('door');
    expect(figure.index).toBe(2);
  });
});

describe('the model', () => {
  const sent = async (figure: MaskFigure, ...texts: readonly string[]) => {
    figure.choose('model');
    await vi.waitFor(() => expect(figure.socket).toBe('open'), { timeout: 4000 });
    for (const text of texts) figure.send(text);
    return figure.sent.frames.map(({ key }) => key);
  };

  test('masks each frame with another key', async () => {
    const keys = await sent(awake(), 'Hello', 'Hello');
    expect(new Set(keys).size).toBe(2);
  });

  test('masks with the desk’s key once one was chosen', async () => {
    const figure = awake();
    figure.rfcKey();
    expect(await sent(figure, 'Hello', 'Hello')).toEqual(['37 fa 21 3d', '37 fa 21 3d']);
  });

  test('lays what was sent on the desk', async () => {
    const figure = awake();
    await sent(figure, 'Hi');
    expect(toHex(figure.desk.payload)).toBe('48 69');
  });
});

describe('a link', () => {
  test('lays its bytes on the desk, and turns it', () => {
    const figure = awake();
    figure.obey({ payload: fromHex('48'), key: fromHex('37 fa 21 3d'), way: 'unmask', step: 1 });
    expect([wire(figure), figure.way, figure.index]).toEqual(['81 81 37 fa 21 3d 7f', 'unmask', 1]);
  });
  test('to live frames stays with the recording where there is no companion', () => {
    const figure = awake();
    figure.obey({ source: 'live' });
    expect(figure.source).toBe('recorded');
  });
});
