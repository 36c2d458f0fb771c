import { z } from 'astro/zod';
import { expect, test } from 'vitest';
import { checkProps } from './props.ts';

const schema = z.strictObject({ rfc: z.string() });

test('good props come back as they are', () => {
  expect(checkProps('Source', schema, { rfc: '6455' })).toEqual({ rfc: '6455' });
});

test('a missing or unknown prop stops the build and names the component', () => {
  expect(() => checkProps('Source', schema, { rcf: '6455' })).toThrow(/<Source>[\s\S]*"rcf"/);
});
