import { writeSync } from 'node:fs';
import { Worker } from 'node:worker_threads';

/** What takes its time; said on a terminal while it does. */
export type Stage = keyof typeof WORDS;

const WORDS = {
  read: 'reading manifests',
  decide: 'working out who may call whom',
  compare: 'comparing who may call whom',
  audit: 'looking for traps',
  prove: 'proving',
  draw: 'drawing',
} as const;

const STAGES = Object.keys(WORDS) as Stage[];
const TEXTS = STAGES.map((stage) => WORDS[stage]);

/** To the first column, and away with what is there. */
const WIPE = '\r\u001b[K';

/** Of the numbers that both threads see. */
const SLOTS = { state: 0, stage: 1, shown: 2, gone: 3 } as const;
const OVER = 1;

interface Shared {
  readonly numbers: Int32Array;
  readonly slots: typeof SLOTS;
  readonly texts: readonly string[];
  readonly wipe: string;
  readonly fd: number;
  /** Milliseconds until the first word, and between words. */
  readonly after: number;
  readonly every: number;
}

/** The work is done in one go, which leaves a timer no chance: another thread looks at the clock. Its line is gone before a result is written. */
export class Progress {
  private numbers: Int32Array | undefined;

  /** `fd`: a terminal. */
  constructor(private readonly fd: number, private readonly after = 1000, private readonly every = 500) {}

  stage(stage: Stage): void {
    const numbers = this.numbers ??= this.start();
    Atomics.store(numbers, SLOTS.stage, STAGES.indexOf(stage));
  }

  /** Before what is written to the same terminal while the work goes on. */
  wipe(): void {
    if (this.numbers !== undefined && Atomics.load(this.numbers, SLOTS.shown) > 0) writeSync(this.fd, WIPE);
  }

  end(): void {
    const { numbers } = this;
    if (numbers === undefined) return;
    this.numbers = undefined;
    Atomics.store(numbers, SLOTS.state, OVER);
    Atomics.notify(numbers, SLOTS.state);
    // It says that it shows something before it looks whether it is over: either it stays silent, or we wait until it has wiped its line.
    if (Atomics.load(numbers, SLOTS.shown) > 0) Atomics.wait(numbers, SLOTS.gone, 0, 1000);
  }

  private start(): Int32Array {
    const numbers = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT * Object.keys(SLOTS).length));
    const shared: Shared = { numbers, slots: SLOTS, texts: TEXTS, wipe: WIPE, fd: this.fd, after: this.after, every: this.every };
    // As text, so that it needs no file of its own, wherever this one is bundled.
    const code = `(${show.toString()})(require('node:worker_threads').workerData, require('node:fs').writeSync)`;
    new Worker(code, { eval: true, workerData: shared, execArgv: [] }).unref();
    return numbers;
  }
}

/** INVARIANT: refers to nothing but its parameters; it runs in a thread that has only its text. */
function show({ numbers, slots, texts, wipe, fd, after, every }: Shared, write: (fd: number, text: string) => unknown): void {
  const started = Date.now();
  for (let wait = after; Atomics.wait(numbers, slots.state, 0, wait) === 'timed-out'; wait = every) {
    Atomics.store(numbers, slots.shown, 1);
    if (Atomics.load(numbers, slots.state) !== 0) break;
    write(fd, `${wipe}${texts[Atomics.load(numbers, slots.stage)]}… ${Math.round((Date.now() - started) / 1000)} s`);
  }
  if (Atomics.load(numbers, slots.shown) > 0) write(fd, wipe);
  Atomics.store(numbers, slots.gone, 1);
  Atomics.notify(numbers, slots.gone);
}
