/// <reference types="astro/client" />

declare namespace Astro {
  interface ClientDirectives {
    /** Wakes the island when its figure is near the screen or named by the URL's hash. */
    'client:near'?: boolean;
  }
}

/** For plain `tsc`, which cannot read `.astro` files; `astro check` reads the real ones. */
declare module '*.astro' {
  import type { AstroComponentFactory } from 'astro/runtime/server/index.js';

  const Component: AstroComponentFactory;
  export default Component;
}
