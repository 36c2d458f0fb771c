import { beforeAll, describe, expect, it } from 'vitest';
import { setup } from 'xstate';
import { statechartSvg } from './statechart.ts';

const closing = setup({
  types: { events: {} as { type: 'close.called' | 'close.received' | 'tcp.closed' | 'drained' | 'sent' } },
  guards: { closeFrameSent: () => true },
  actions: { sendClose: () => {} },
}).createMachine({
  id: 'closing',
  initial: 'open',
  on: { drained: {} },
  states: {
    open: {
      initial: 'quiet',
      on: {
        'close.called': { target: 'leaving', actions: 'sendClose' },
        'tcp.closed': [{ guard: 'closeFrameSent', target: 'closed' }, { target: '#closing.lost' }],
      },
      states: { quiet: { on: { sent: 'busy' } }, busy: { after: { 50: 'quiet' } } },
    },
    leaving: { on: { 'close.received': 'closed', 'tcp.closed': 'closed' } },
    closed: { type: 'final' },
    lost: { always: 'closed' },
  },
});

const attribute = (svg: string, name: string): string[] =>
  [...svg.matchAll(new RegExp(` ${name}="([^"]*)"`, 'g'))].map((match) => match[1] ?? '');

describe('a statechart', () => {
  let svg = '';
  beforeAll(async () => {
    svg = await statechartSvg(closing, {
      title: 'The <closing> handshake',
      labels: { sent: '', 'leaving tcp.closed': 'FIN', 'tcp.closed [closeFrameSent]': 'FIN after Close' },
      trail: ['open.quiet', 'leaving'],
    });
  });

  it('holds every state of the machine', () =>
    expect(attribute(svg, 'data-state')).toEqual(['open', 'open.quiet', 'open.busy', 'leaving', 'closed', 'lost']));

  it('holds every transition that changes state, those between the same two states as one edge', () =>
    expect(
      [...svg.matchAll(/data-source="(.*?)" data-target="(.*?)" data-event="(.*?)"/g)]
        .map((match) => match.slice(1))
        .sort(),
    ).toEqual([
      ['leaving', 'closed', 'close.received | tcp.closed'],
      ['lost', 'closed', ''],
      ['open', 'closed', 'tcp.closed'],
      ['open', 'leaving', 'close.called'],
      ['open', 'lost', 'tcp.closed'],
      ['open.busy', 'open.quiet', 'after 50 ms'],
      ['open.quiet', 'open.busy', 'sent'],
    ]));

  it('prints each line with its guard, or what it is told to print', () => {
    const printed = [...svg.matchAll(/class="ev"[^>]*>(.*?)</g)].map((match) => match[1]).sort();
    expect(printed).toEqual(['FIN', 'FIN after Close', 'after 50 ms', 'close.called', 'close.received', 'tcp.closed']);
  });

  it('draws each edge with a line and a head', () => {
    expect(svg.match(/class="edge[^>]*><path d="M[^"]+L[^"]+"/g)).toHaveLength(7);
    expect(svg.match(/class="head" d="M/g)).toHaveLength(7);
  });

  it('marks the initial state of every compound state, and final states with a second line', () => {
    expect(svg.match(/class="initial"/g)).toHaveLength(2);
    expect(svg.match(/class="state final"[^>]*><rect[^>]*><rect/g)).toHaveLength(1);
  });

  it('says in words what it shows', () => {
    expect(svg).toContain('role="img"');
    expect(attribute(svg, 'aria-label')).toEqual([
      'The &#60;closing&#62; handshake. Statechart: open (quiet, busy), leaving, closed, lost. Now in leaving.',
    ]);
  });

  it('is lit as after its trail', () => {
    expect(svg).toContain('class="state atomic on" data-state="leaving"');
    expect(svg).toContain('class="state compound past" data-state="open"');
    expect(svg).toContain('class="edge went" data-source="open" data-target="leaving"');
  });

  it('carries no style attribute, which a strict CSP would block', () => expect(svg).not.toMatch(/style|<script/));

  it('is the same each time it is built', async () => {
    const again = () => statechartSvg(closing, { title: 'x' });
    expect(await again()).toBe(await again());
  });

  it('keeps every state inside the picture', () => {
    const [, width, height] = /viewBox="0 0 (\d+) (\d+)"/.exec(svg) ?? [];
    for (const [, x, y, w, h] of svg.matchAll(/<rect x="(.*?)" y="(.*?)" width="(.*?)" height="(.*?)"/g)) {
      expect(Number(x)).toBeGreaterThan(0);
      expect(Number(y)).toBeGreaterThan(0);
      expect(Number(x) + Number(w)).toBeLessThan(Number(width) + 1);
      expect(Number(y) + Number(h)).toBeLessThan(Number(height) + 1);
    }
  });
});
