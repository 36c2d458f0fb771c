import { describe, expect, it } from 'vitest';
import { edgesWent, nowIn, stateLight, trailEntry } from './statechart-light.ts';

const TRAIL = ['editing', 'validating.status', 'validating.upgrade'];

describe('stateLight', () => {
  it.each([
    ['validating.upgrade', 'on'],
    ['validating', 'in'],
    ['validating.status', 'past'],
    ['editing', 'past'],
    ['validating.accept', ''],
    ['open', ''],
    ['', 'in'],
  ])('of %j is %j', (path, light) => expect(stateLight(path, TRAIL)).toBe(light));

  it('does not take a name for the beginning of another', () => expect(stateLight('edit', TRAIL)).toBe(''));

  it('lights each region of a parallel state', () => {
    const trail = ['open.path.alive open.outgoing.buffered'];
    expect(
      ['open.path.alive', 'open.outgoing.buffered', 'open.path', 'open.path.halfOpen'].map((p) => stateLight(p, trail)),
    ).toEqual(['on', 'on', 'in', '']);
  });

  it('lights nothing before a machine has run', () => expect(stateLight('editing', [])).toBe(''));
});

describe('edgesWent', () => {
  const edges = [
    { source: 'editing', target: 'validating' },
    { source: 'validating.status', target: 'validating.upgrade' },
    { source: 'validating', target: 'failed' },
    { source: 'validating.upgrade', target: 'failed' },
    { source: 'editing', target: 'failed' },
  ];
  const went = (...trail: string[]) => [...edgesWent(edges, trail)].map(({ source, target }) => `${source} ${target}`);

  it('follows the trail, into a compound state as well', () =>
    expect(went(...TRAIL)).toEqual(['editing validating', 'validating.status validating.upgrade']));

  it('takes the edge of the inner state before that of the outer', () =>
    expect(went('validating.upgrade', 'failed')).toEqual(['validating.upgrade failed']));

  it('takes the outer edge where the inner state has none', () =>
    expect(went('validating.status', 'failed')).toEqual(['validating failed']));

  it('takes the way that the event led, where two lead to the same state', () => {
    const ways = [
      { source: 'waiting', target: 'done', events: ['after 50 ms'] },
      { source: '', target: 'done', events: ['answered', 'told'] },
    ];
    const wentBy = (...by: string[]) => [...edgesWent(ways, ['waiting', { state: 'done', by }])];
    expect([wentBy('told'), wentBy('after 50 ms'), wentBy('lost')]).toEqual([[ways[1]], [ways[0]], []]);
  });

  it('went nowhere yet on a trail of one', () => expect(went('editing')).toEqual([]));

  it('looks only at the region that changed', () => {
    const parallel = [
      { source: 'a.x', target: 'a.y' },
      { source: 'b.x', target: 'b.y' },
    ];
    expect([...edgesWent(parallel, ['a.x b.x', 'a.x b.y'])]).toEqual([parallel[1]]);
  });
});

describe('trailEntry', () => {
  it.each([
    ['open', 'open'],
    [{ validating: 'accept' }, 'validating.accept'],
    [{ open: { path: 'alive', outgoing: 'drained' } }, 'open.path.alive open.outgoing.drained'],
  ])('of %j is %j', (value, entry) => expect(trailEntry(value)).toBe(entry));
});

describe('nowIn', () => {
  it('names the active state', () => expect(nowIn(TRAIL)).toBe(' Now in validating.upgrade.'));
  it('is silent before a machine has run', () => expect(nowIn([])).toBe(''));
});
