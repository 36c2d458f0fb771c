/// <reference types="astro/client" />

declare namespace Astro {
  interface ClientDirectives {
    /** Wakes the island when its figure is near the screen or named by the URL's hash. */
    'client:near'?: boolean;
  }
}
