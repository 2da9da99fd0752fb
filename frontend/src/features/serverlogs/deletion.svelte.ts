import { problemOf } from '../../backend/backend';
import type { DeleteItem, DeleteMode, DeletePlan, DeleteResult, Problem } from '../../backend/wire';
import { t } from '../../messages/t.svelte';
import { bytes } from '../../model/numbers';
import type { App } from '../../state/app.svelte';
import type { ServerLogsDesk } from './serverlogs.svelte';

/** A plan looks at a few files. A folder that takes longer may lie on a share that hangs. */
export const LATE_S = 15;

/** One deletion, from the look at the chosen files to its result. Nothing is touched before `act`. */
export class Deletion {
  #ids = $state.raw<readonly string[]>([]);
  plan = $state.raw<DeletePlan | null>(null);
  problem = $state.raw<Problem | null>(null);
  result = $state.raw<DeleteResult | null>(null);
  mode = $state<DeleteMode>('hold');
  /** What cannot be undone was allowed by the number of files. */
  allowed = $state(false);
  working = $state(false);
  /** Until then nothing was touched. */
  acted = $state(false);
  /** The live file whose server was asked to rotate it, by its id. */
  rotating = $state('');
  /** Why it was not rotated. */
  unrotated = $state.raw<Problem | null>(null);
  /** The folder did not answer in time. An answer that comes after all is taken. */
  late = $state(false);

  /** A plan is being made; what is shown meanwhile cannot be carried out. */
  looking = $state(false);
  readonly files = $derived(this.plan?.files ?? this.#ids.length);
  readonly ready = $derived(
    this.plan !== null &&
      this.plan.files > 0 &&
      !this.looking &&
      !this.working &&
      this.rotating === '' &&
      (this.mode === 'hold' || this.allowed),
  );

  /** What should have gone and did not: what the plan left out was said before. */
  readonly failed = $derived.by(() => {
    const left = new Set(this.plan?.items.filter((i) => i.refused.code !== '').map((i) => i.path));
    return (this.result?.failed ?? []).filter((f) => !left.has(f.file));
  });

  readonly #source: string;
  #turn = 0;
  #timer = 0;

  constructor(
    private readonly app: App,
    private readonly desk: ServerLogsDesk,
    ids: readonly string[],
  ) {
    this.#ids = ids;
    this.#source = app.source?.id ?? '';
    void this.look();
  }

  /** Plans the deletion of the chosen files, without one that is left out. */
  async look(without?: string): Promise<void> {
    this.#ids = this.#ids.filter((id) => id !== without);
    const turn = ++this.#turn;
    this.problem = null;
    this.looking = true;
    this.late = false;
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => (this.late = true), LATE_S * 1000);
    try {
      const plan = await this.app.backend.call('ServerLogs.PlanDelete', this.#source, [...this.#ids]);
      if (turn !== this.#turn) return;
      this.plan = plan;
    } catch (error) {
      if (turn !== this.#turn) return;
      this.plan = null;
      this.problem = problemOf(error);
    }
    this.#rest();
  }

  /** Has the server end a live file, and plans anew with the copy in its place. */
  async rotate({ id, family, path }: DeleteItem): Promise<void> {
    const turn = this.#turn;
    this.rotating = id;
    this.unrotated = null;
    try {
      const did = await this.app.backend.call('Rules.Rotate', this.#source, family);
      if (turn !== this.#turn) {
        this.app.toasts.show({ text: t('rules.rotate.done', { file: path, copy: did.file }) });
        return;
      }
      await this.desk.load();
      this.#ids = this.#ids.map((i) => (i === id && did.id !== '' ? did.id : i));
      await this.look();
    } catch (error) {
      this.unrotated = problemOf(error);
    } finally {
      this.rotating = '';
    }
  }

  /** What is still asked is not waited for. */
  end(): void {
    this.#turn++;
    this.#rest();
  }

  /** Carries out the plan, which serves once; true when all of it went. */
  async act(): Promise<boolean> {
    const { plan } = this;
    if (!plan || !this.ready) return false;
    this.working = true;
    this.acted = true;
    try {
      const done = await this.app.backend.call('ServerLogs.Delete', this.#source, plan.id, this.mode);
      this.result = done;
      await this.desk.load();
      this.#tell(done);
      return this.failed.length === 0;
    } catch (error) {
      this.plan = null;
      this.problem = problemOf(error);
      return false;
    } finally {
      this.working = false;
    }
  }

  #rest(): void {
    clearTimeout(this.#timer);
    this.looking = false;
    this.late = false;
  }

  #tell({ holdId, done, bytes: size }: DeleteResult): void {
    if (done === 0) return;
    if (holdId === '') {
      this.app.toasts.show({ text: t('delete.gone', { n: done, size: bytes(size) }) });
      return;
    }
    this.app.toasts.show({
      text: t('delete.held', { n: done, size: bytes(size) }),
      undo: () =>
        void this.app.try(async () => {
          await this.app.backend.call('ServerLogs.Undo', this.#source, holdId);
          await this.desk.load();
        }),
    });
  }
}
