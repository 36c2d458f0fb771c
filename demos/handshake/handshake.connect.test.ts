import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { handshakeTexts as texts } from '#content/figures/en/handshake.ts';
import { recordedCapture } from '#demos/capture/recording.ts';
import { fromHex, latin1Encode } from '#demos/protocol/bytes.ts';
import { HANDSHAKE_FAULTS } from '#demos/protocol/faults-handshake.ts';
import { connectHandshake, type HandshakeView } from './handshake.connect.ts';
import type { PartRef } from './handshake.moments.ts';
import { recordedStory } from './handshake.recorded.ts';
import type { Story } from './handshake.story.ts';
import { answered, head, modelCapture, REQUEST, RESPONSE, sent, storyFrom, told } from './test-stories.ts';

const recorded = recordedStory(
  recordedCapture(readFileSync(new URL('../../content/captures/handshake.json', import.meta.url), 'utf8')),
);

const look = (story: Story, index: number, selected: PartRef | null = null): HandshakeView =>
  connectHandshake(story.analysis, story.moments, index, selected, texts);
const lookAt = (story: Story, id: string, selected: PartRef | null = null): HandshakeView =>
  look(
    story,
    story.moments.findIndex((moment) => moment.id === id),
    selected,
  );
const lit = ({ request, response }: HandshakeView) =>
  [...request, ...response].filter((line) => line.lit).map(({ ref }) => ref);

const FAILING = [
  storyFrom(sent(REQUEST.replace('GET', 'POST')), answered('HTTP/1.1 400 Bad Request\n\n')),
  storyFrom(sent(REQUEST), answered(RESPONSE.replace('s3p', 'S3p'))),
  storyFrom(sent(REQUEST), answered(RESPONSE.replace('1.1', '1.0'))),
  storyFrom(sent(REQUEST), answered('SSH-2.0-OpenSSH_9.2\n\n')),
  storyFrom(sent('hello\n\n'), answered('HTTP/1.1 400 Bad Request\n\n')),
  storyFrom(sent(REQUEST), { kind: 'closed' }),
  storyFrom(sent(REQUEST)),
  storyFrom(),
  ...HANDSHAKE_FAULTS.filter(({ side }) => side === 'request').map(({ apply }) =>
    told(modelCapture({ kind: 'send-raw', bytes: head(apply(REQUEST)) })),
  ),
  ...HANDSHAKE_FAULTS.filter(({ side }) => side === 'response').map(({ apply }) =>
    told(modelCapture({ kind: 'respond-with', bytes: head(apply(RESPONSE)), acceptAt: null })),
  ),
];
const STORIES = [recorded, told(modelCapture()), ...FAILING];

describe('the lines that are lit', () => {
  it.each<[string, readonly string[]]>([
    ['tcp', []],
    [
      'request',
      [
        'request/start',
        'request/host',
        'request/connection',
        'request/upgrade',
        'request/origin',
        'request/sec-websocket-version',
        'request/sec-websocket-key',
      ],
    ],
    ['hash', ['request/sec-websocket-key']],
    ['response', ['response/start', 'response/upgrade', 'response/connection', 'response/sec-websocket-accept']],
    ['check:status', ['response/start']],
    ['check:upgrade', ['response/upgrade']],
    ['check:connection', ['response/connection']],
    ['check:accept', ['request/sec-websocket-key', 'response/sec-websocket-accept']],
    ['check:extensions', ['request/sec-websocket-extensions']],
    ['check:protocol', []],
    ['open', []],
    ['frame:0', []],
  ])('at %s', (id, refs) => expect(lit(lookAt(recorded, id))).toEqual(refs));

  it('give way to the one that is selected', () => {
    const view = lookAt(recorded, 'response', 'request/host');
    expect(lit(view)).toEqual(['request/host']);
    expect(view.request.filter(({ selected }) => selected).map(({ ref }) => ref)).toEqual(['request/host']);
  });
});

describe('what has passed', () => {
  it.each([
    ['tcp', { request: false, response: false, hash: false, verdict: false }],
    ['request', { request: true, response: false, hash: false, verdict: false }],
    ['hash', { request: true, response: false, hash: true, verdict: false }],
    ['response', { request: true, response: true, hash: true, verdict: false }],
    ['check:connection', { request: true, response: true, hash: true, verdict: false }],
    ['check:accept', { request: true, response: true, hash: true, verdict: true }],
    ['frame:1', { request: true, response: true, hash: true, verdict: true }],
  ])('by %s', (id, seen) => expect(lookAt(recorded, id).seen).toEqual(seen));

  it.each([
    ['tcp', 1, []],
    ['check:accept', 5, [1, 2, 3, 4]],
    ['frame:0', 7, [1, 2, 3, 4, 5, 6]],
  ] as const)('as phases: %s is in phase %i', (id, current, past) => {
    const { phases } = lookAt(recorded, id);
    expect(phases.filter((phase) => phase.current).map(({ number }) => number)).toEqual([current]);
    expect(phases.filter((phase) => phase.past).map(({ number }) => number)).toEqual(past);
  });

  it('is no phase that the handshake never came to', () => {
    const { phases } = look(storyFrom(sent(REQUEST)), 0);
    expect(phases.map(({ id, to }) => [id, to])).toEqual([
      ['tcp', 0],
      ['request', 1],
      ['hash', 2],
      ['response', null],
      ['checks', null],
      ['open', null],
      ['frames', null],
    ]);
  });

  it('names the failure where there is one', () => {
    const label = (story: Story) => look(story, 0).phases.find(({ id }) => id === 'open')?.label;
    expect(label(recorded)).toBe(texts.phases['open']);
    for (const story of FAILING.slice(0, 6)) expect(label(story)).toBe(texts.phases['failed']);
  });

  it('is, in the states of the lifecycle, all up to here', () =>
    expect(lookAt(recorded, 'check:status').visited).toEqual([
      'connecting',
      'awaitingResponse',
      'awaitingResponse',
      'awaitingResponse',
      'validating.status',
    ]));
});

describe('the checks', () => {
  const outcomes = ({ clientChecks }: HandshakeView) => clientChecks.map(({ outcome }) => outcome);

  it('of the client are six, made one by one', () => {
    expect(lookAt(recorded, 'response').clientChecks.map(({ name, outcome }) => [name, outcome])).toEqual(
      ['status', 'upgrade', 'connection', 'accept', 'extensions', 'protocol'].map((name) => [name, 'todo']),
    );
    const upTo = (id: string) => outcomes(lookAt(recorded, id)).filter((outcome) => outcome === 'passed').length;
    expect(
      ['status', 'upgrade', 'connection', 'accept', 'extensions', 'protocol'].map((name) => upTo(`check:${name}`)),
    ).toEqual([1, 2, 3, 4, 5, 6]);
    expect(upTo('frame:1')).toBe(6);
  });

  it('are looked at one at a time', () => {
    const now = ({ clientChecks }: HandshakeView) => clientChecks.filter((check) => check.now).map(({ name }) => name);
    expect(now(lookAt(recorded, 'check:upgrade'))).toEqual(['upgrade']);
    expect(now(lookAt(recorded, 'open'))).toEqual([]);
  });

  it('stop at the one that fails', () => {
    const story = storyFrom(sent(REQUEST), answered(RESPONSE.replace('s3p', 'S3p')));
    expect(outcomes(look(story, story.moments.length - 1))).toEqual([
      'passed',
      'passed',
      'passed',
      'failed',
      'todo',
      'todo',
    ]);
  });

  it('name the HTTP version only where it fails', () => {
    const story = storyFrom(sent(REQUEST), answered(RESPONSE.replace('1.1', '1.0')));
    const { clientChecks } = look(story, story.moments.length - 1);
    expect(clientChecks.map(({ name, outcome }) => [name, outcome])[0]).toEqual(['http-version', 'failed']);
    expect(outcomes(look(story, story.moments.length - 1)).slice(1)).toEqual(Array(6).fill('todo'));
  });

  it('of the server are ten, made when it reads the request', () => {
    const server = (id: string) => lookAt(recorded, id).serverChecks.map(({ outcome }) => outcome);
    expect(server('request')).toEqual(Array(10).fill('todo'));
    expect(server('hash')).toEqual(Array(10).fill('passed'));
    expect(lookAt(recorded, 'hash').shows).toBe('server');
    expect(lookAt(recorded, 'response').shows).toBe('client');
  });

  it('have a text, a source and what was found', () => {
    for (const story of STORIES)
      for (const check of [...look(story, 0).serverChecks, ...look(story, 0).clientChecks]) {
        expect(texts.checks[check.name], check.name).toBe(check.title);
        expect(check.found).not.toBe('');
        expect(check.expected).not.toBe('');
        expect(check.source.section).toMatch(/^[0-9]/);
      }
  });
});

describe('the explanation', () => {
  it('of a selected line is its header’s, with its bytes', () => {
    const { explanation } = lookAt(recorded, 'tcp', 'response/sec-websocket-accept');
    expect(explanation).toMatchObject({
      title: 'Sec-WebSocket-Accept',
      direction: 'server-to-client',
      source: { document: 'RFC 6455', section: '4.2.2 step 5.4' },
    });
    expect(explanation.more).toContain(texts.ui.requiredLine);
    expect(new TextDecoder().decode(fromHex(explanation.hex.join('')))).toMatch(/^Sec-WebSocket-Accept: .{28}\r\n$/);
  });

  it.each([
    ['request/start', 'request line'],
    ['response/start', 'status line'],
  ] as const)('of %s names it', (ref, title) =>
    expect(lookAt(recorded, 'tcp', ref).explanation).toMatchObject({ title, says: expect.stringMatching(/\w/) }),
  );

  it('says of the request line that the tap id was written over', () =>
    expect(lookAt(recorded, 'tcp', 'request/start').explanation.more).toContain(texts.ui.redactedNote));

  it.each(['X-Own: 1', 'X-Own:1', 'X-Own:  1', 'X-Own:\t1', 'X-Own:'])('names the unknown field of %j', (line) => {
    const story = storyFrom(sent(REQUEST.replace('Origin', `${line}\nOrigin`)));
    expect(look(story, 0, 'request/x-own').explanation).toMatchObject({ title: 'X-Own', says: texts.ui.nothingYet });
  });

  it('names an unknown field of which every object has a property of that name', () => {
    const story = storyFrom(sent(REQUEST.replace('Origin', 'Constructor: 1\nOrigin')));
    expect(look(story, 0, 'request/constructor').explanation).toMatchObject({
      title: 'Constructor',
      says: texts.ui.nothingYet,
    });
  });

  it('of a failed check says whose rule it broke', () => {
    const story = storyFrom(sent(REQUEST), answered(RESPONSE.replace('s3p', 'S3p')));
    expect(lookAt(story, 'check:accept').explanation).toMatchObject({
      title: texts.moments['check:failed']?.title,
      guilty: { rule: 'handshake.accept', found: 'S3pPLMBiTxaQ9kYGzzhZRbK+xOo=' },
    });
  });

  it('of a request that fails, or that cannot be read, does not speak of its key', () => {
    for (const story of [FAILING[0], FAILING[4]]) {
      if (!story) throw new Error('no such story');
      const { title, guilty } = lookAt(story, 'hash').explanation;
      expect(title).toBe(texts.moments['hash:failed']?.title);
      expect(guilty?.rule).toMatch(/^(handshake\.request-method|http\.request-line)$/);
    }
  });

  it('gives way to the moment where what is selected is not there', () =>
    expect(lookAt(recorded, 'open', 'request/cookie').explanation).toEqual(lookAt(recorded, 'open').explanation));
});

describe('at every moment, whatever is selected', () => {
  const anywhere = fc.constantFrom(...STORIES).chain((story) => {
    const { request, response } = story.analysis.exchange;
    const refs: PartRef[] = [
      ...(request?.lines ?? []).map(({ id }): PartRef => `request/${id}`),
      ...(response?.lines ?? []).map(({ id }): PartRef => `response/${id}`),
      'request/never-sent',
    ];
    return fc.record({
      story: fc.constant(story),
      index: fc.nat({ max: story.moments.length - 1 }),
      selected: fc.option(fc.constantFrom(...refs)),
    });
  });
  const everywhere = (check: (at: { story: Story; index: number; selected: PartRef | null }) => void) =>
    fc.assert(fc.property(anywhere, check), { numRuns: 200 });

  function undefinedIn(value: unknown, path = 'view'): string[] {
    if (value === undefined) return [path];
    if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return [];
    return Object.entries(value).flatMap(([key, inner]) => undefinedIn(inner, `${path}.${key}`));
  }

  it('nothing is undefined', () => {
    everywhere(({ story, index, selected }) => {
      const { moment: _, explanation, ...view } = look(story, index, selected);
      expect(undefinedIn({ ...view, explanation: { ...explanation, guilty: null } })).toEqual([]);
    });
  });

  it('there is a title, a text without a placeholder, and a source', () => {
    everywhere(({ story, index, selected }) => {
      const { title, says, more, source } = look(story, index, selected).explanation;
      expect(title).toMatch(/\S/);
      expect(says).toMatch(/\S/);
      expect(`${title} ${says} ${more}`).not.toMatch(/\{\w*\}|undefined|NaN|\[object/);
      expect(source.section).toMatch(/\S/);
    });
  });

  it('the hex is the bytes', () => {
    everywhere(({ story, index, selected }) => {
      const { hex, range, frame } = look(story, index, selected).explanation;
      const { exchange } = story.analysis;
      if (frame !== null) {
        expect(fromHex(hex.join(''))).toEqual(latin1Copy(exchange.frames[frame]?.bytes));
        return;
      }
      if (hex.length === 0) return;
      const [from = 0, to = 0] = range.split('–').map((end) => Number.parseInt(end, 16));
      const side = selected?.startsWith('request/') ? exchange.request : exchange.response;
      expect(fromHex(hex.join(''))).toEqual(latin1Copy(side?.bytes.subarray(from, to + 1)));
      expect(side?.lines.find(({ id }) => id === selected?.split('/')[1])?.offset).toBe(from);
    });
  });

  it('the lines are those of the heads, name and value', () => {
    everywhere(({ story, index, selected }) => {
      const { request, response } = look(story, index, selected);
      const shown = [...request, ...response].map(({ name, value }) => name + value);
      const { exchange } = story.analysis;
      expect(shown).toEqual(
        [...(exchange.request?.lines ?? []), ...(exchange.response?.lines ?? [])].map(({ text }) => text),
      );
    });
  });
});

const latin1Copy = (bytes: Uint8Array | undefined) => new Uint8Array(bytes ?? latin1Encode('no bytes'));
