/**
 * A script of the page that comes when the reader first reaches for it. What needs it is done in the order in which it
 * was asked for, the first when it has come.
 */
export class Late<Module> {
  readonly #load: () => Promise<Module>;
  readonly #failed: () => void;
  #module: Module | null = null;
  #coming: Promise<void> | null = null;
  #waiting = 0;
  #isGone = false;

  /** `failed` is told that the server it would come from is gone; it is asked again the next time. */
  constructor(load: () => Promise<Module>, failed: () => void) {
    this.#load = load;
    this.#failed = failed;
  }

  /** `null` before it has come. */
  get module(): Module | null {
    return this.#module;
  }

  /** Loads it, once. Never rejects. */
  reach(): Promise<void> {
    // One promise for all who wait keeps their order.
    this.#coming ??= this.#load().then(
      (module) => {
        this.#module = module;
      },
      () => {
        this.#coming = null;
        if (!this.#isGone) this.#failed();
      },
    );
    return this.#coming;
  }

  /** Does it now, where it has come; not at all, where it cannot be had or nobody is left to see it. */
  async use(act: (module: Module) => void): Promise<void> {
    if (!this.#module) await this.#wait();
    if (this.#module && !this.#isGone) act(this.#module);
  }

  /** Does at once what needs no script; after what was asked for earlier, where that still waits. */
  async inTurn(act: () => void): Promise<void> {
    if (this.#waiting > 0) await this.#wait();
    if (!this.#isGone) act();
  }

  async #wait(): Promise<void> {
    this.#waiting++;
    await this.reach();
    this.#waiting--;
  }

  dispose(): void {
    this.#isGone = true;
  }
}
