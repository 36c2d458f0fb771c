import { z } from 'astro/zod';

/**
 * Checks what a lesson passes to a component. MDX is not type-checked, so a misspelt prop must stop the build here.
 * @throws with the component's name and every prop that is wrong.
 */
export function checkProps<T>(component: string, schema: z.ZodType<T>, props: unknown): T {
  const result = schema.safeParse(props);
  if (result.success) return result.data;
  throw new Error(`<${component}> ${z.prettifyError(result.error)}`);
}
