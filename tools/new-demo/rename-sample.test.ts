import { describe, expect, test } from 'vitest';
import { demoName, renamed } from './rename-sample.ts';

describe('the name of a demo', () => {
  test.each([
    ['race', 'race', 'Race'],
    ['close-theatre', 'closeTheatre', 'CloseTheatre'],
    ['http-2', 'http2', 'Http2'],
  ])('%s is %s and %s in code', (kebab, camel, pascal) =>
    expect(demoName(kebab)).toEqual({ kind: 'name', kebab, camel, pascal }),
  );

  test.each(['', 'Race', 'close theatre', '../race', '-race', 'race-', 'race.ts', '2race', 'protocol', 'sample'])(
    '%j is refused with what was found and what was expected',
    (name) =>
      expect(demoName(name)).toMatchObject({
        kind: 'violation',
        message: expect.stringMatching(/found ".*", expected /),
      }),
  );
});

describe('the sample under another name', () => {
  const name = { kebab: 'close-theatre', camel: 'closeTheatre', pascal: 'CloseTheatre' };
  test.each([
    ["import Sample from './Sample.svelte';", "import CloseTheatre from './CloseTheatre.svelte';"],
    ["from './sample.machine.ts'", "from './close-theatre.machine.ts'"],
    ["from '#tools/new-demo/demo/sample.texts.ts'", "from '#demos/close-theatre/close-theatre.texts.ts'"],
    ["from './sample.ts'", "from './en/close-theatre.ts'"],
    ["id: 'sample'", "id: 'close-theatre'"],
    ['data-demo="sample"', 'data-demo="close-theatre"'],
    ['lab/sample/', 'lab/close-theatre/'],
    ['sampleMachine', 'closeTheatreMachine'],
    ['connectSample(', 'connectCloseTheatre('],
    ['sample.figure.svelte.ts', 'close-theatre.figure.svelte.ts'],
    ['title: Sample', 'title: Close theatre'],
  ])('%s becomes %s', (before, after) => expect(renamed(before, name)).toBe(after));
});
