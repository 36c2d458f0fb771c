import { expect, test } from 'vitest';
import { withLazyProps } from './lazy-props.ts';

const island = (rest: string, client = 'near') =>
  `<astro-island uid="a" component-url="/base/_astro/Frames.x1.js" ${rest} ssr client="${client}" opts="{}"><p>figure</p></astro-island>`;

test('the props of an island are a file beside its script, and the island names it', () => {
  // printf '{"id":[0,"frames"]}' | sha256sum
  const { html, files } = withLazyProps(island('props="{&quot;id&quot;:[0,&quot;frames&quot;]}"'));
  expect(html).toBe(island('data-props="/base/_astro/Frames.68039694.json"'));
  expect([...files]).toEqual([['Frames.68039694.json', '{"id":[0,"frames"]}']]);
});

test('what an attribute must escape comes back as it was', () => {
  const { files } = withLazyProps(
    island('props="{&quot;text&quot;:[0,&quot;a &amp;amp; b &lt;c&gt; it&#39;s&quot;]}"'),
  );
  expect([...files.values()]).toEqual([`{"text":[0,"a &amp; b <c> it's"]}`]);
});

test('an entity that Astro does not write is an error of the build', () => {
  expect(() => withLazyProps(island('props="&euro;"'))).toThrow('&euro;');
});

test('two islands with the same props share one file', () => {
  expect(withLazyProps(island('props="{}"') + island('props="{}"')).files.size).toBe(1);
});

test.each(['load', 'visible'])('an island of client:%s keeps its props: nobody would fetch them', (client) => {
  const html = island('props="{}"', client);
  expect(withLazyProps(html)).toEqual({ html, files: new Map() });
});
