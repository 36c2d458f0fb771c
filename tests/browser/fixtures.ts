import { test as base, expect } from '@playwright/test';
import { type Companion, createCompanion } from '#demos/server/companion.ts';
import { type Complaints, listenForComplaints } from './complaints.ts';
import { createFileHost, DIST, type StaticSite } from './site.ts';

export { expect } from '@playwright/test';

interface WorkerFixtures {
  companion: Companion;
  fileHost: StaticSite;
}

/** A companion that dies and comes back on its old port. */
export interface MortalCompanion {
  readonly url: string;
  kill(): Promise<void>;
  revive(): Promise<void>;
}

interface Fixtures {
  /** Who serves the site: the companion, or a plain file host. */
  servedBy: 'companion' | 'file host';
  complaints: Complaints;
}

/** A page of the built site. The test fails when the browser complains of anything that `complaints` does not allow. */
export const test = base.extend<Fixtures, WorkerFixtures>({
  companion: [
    async ({ browser: _one }, use) => {
      const companion = await createCompanion({ siteDir: DIST });
      await use(companion);
      await companion.close();
    },
    { scope: 'worker' },
  ],
  fileHost: [
    async ({ browser: _one }, use) => {
      const host = await createFileHost(DIST);
      await use(host);
      await host.close();
    },
    { scope: 'worker' },
  ],
  servedBy: ['companion', { option: true }],
  baseURL: async ({ servedBy, companion, fileHost }, use) =>
    use(servedBy === 'companion' ? companion.url : fileHost.url),
  complaints: [
    async ({ page, baseURL }, use) => {
      const complaints = listenForComplaints(page, baseURL ?? '');
      await use(complaints);
      expect(complaints.unexpected()).toEqual([]);
    },
    { auto: true },
  ],
});

/** The same, served by a companion of the test's own. */
export const withMortalCompanion = test.extend<{ mortal: MortalCompanion }>({
  mortal: async ({ browser: _one }, use) => {
    let companion = await createCompanion({ siteDir: DIST });
    const { main: port } = companion.ports;
    await use({
      url: companion.url,
      kill: () => companion.close(),
      async revive() {
        companion = await createCompanion({ siteDir: DIST, port });
      },
    });
    await companion.close();
  },
  baseURL: async ({ mortal }, use) => use(mortal.url),
});
