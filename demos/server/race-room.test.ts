import { afterEach, expect, test, vi } from 'vitest';
import { raceBatch } from '#demos/capture/race-event.ts';
import { createRaceRoom } from './race-room.ts';

afterEach(() => vi.useRealTimers());

test('what falls due while the process is stopped does not happen when it goes on hours later', () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  const room = createRaceRoom();
  room.start([0, 50], 100);
  vi.spyOn(performance, 'now').mockReturnValue(7_200_000);
  vi.advanceTimersByTime(50);
  expect(room.running).toBe(false);
  expect(raceBatch(room.after(0))).toBe('[{"n":   1,"at":    0.0}]');
});
