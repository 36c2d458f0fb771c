import type { AstroIntegration } from 'astro';

/** Registers `client:near`. */
export const near = (): AstroIntegration => ({
  name: 'client-near',
  hooks: {
    'astro:config:setup': ({ addClientDirective }) => {
      addClientDirective({ name: 'near', entrypoint: './site/directives/near.ts' });
    },
  },
});
