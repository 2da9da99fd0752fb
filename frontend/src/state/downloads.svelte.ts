import { problemOf, type Backend } from '../backend/backend';
import type { Download, DownloadRequest, Saved, Tick } from '../backend/wire';
import { t } from '../messages/t.svelte';
import { bytes } from '../model/numbers';
import type { Toasts } from './toasts.svelte';

export interface Running {
  id: string;
  name: string;
  done: number;
  /** 0 when it is not known before. */
  total: number;
}

/** What is being downloaded, until it has ended: then a toast says what came of it. */
export class Downloads {
  /** Those that have begun; a window that asks where to has not. */
  running = $state.raw<readonly Running[]>([]);
  /** All that this page asked for; ticks about others are of other pages. */
  #asked = new Map<string, Download>();
  #stopped = new Set<string>();

  constructor(
    private readonly backend: Backend,
    private readonly toasts: Toasts,
  ) {}

  /** In the window it ends when the file is there; the browser goes on by itself. */
  async fetch(request: DownloadRequest): Promise<void> {
    await this.take(await this.backend.call('Downloads.Prepare', request));
  }

  /** Fetches one that was prepared. */
  async take(asked: Download): Promise<void> {
    this.#asked.set(asked.id, asked);
    try {
      const saved = await this.backend.save(asked.id);
      if (!saved) return;
      this.#end(asked.id);
      if (saved.path !== '') this.#tell(asked, saved);
    } catch (error) {
      this.#end(asked.id);
      if (this.#stopped.delete(asked.id) && problemOf(error).kind === 'stopped') return;
      throw error;
    }
  }

  /** Stops it; nothing of it is left. */
  async cancel(id: string): Promise<void> {
    this.#stopped.add(id);
    this.running = this.running.filter((r) => r.id !== id);
    await this.backend.call('Downloads.Cancel', id);
  }

  news({ kind, id, done, total }: Tick): void {
    const asked = this.#asked.get(id);
    if (!asked) return;
    if (kind === 'download' && !this.#stopped.has(id)) {
      const now = { id, name: asked.name, done, total };
      const there = this.running.some((r) => r.id === id);
      this.running = there ? this.running.map((r) => (r.id === id ? now : r)) : [...this.running, now];
    } else if (kind === 'downloaded' || kind === 'download_failed') {
      this.#end(id);
      if (this.#stopped.delete(id)) return;
      const { name } = asked;
      this.toasts.show({
        text: kind === 'downloaded' ? t('download.sent', { name, size: bytes(done) }) : t('download.failed', { name }),
      });
    }
  }

  #end(id: string): void {
    this.#asked.delete(id);
    this.running = this.running.filter((r) => r.id !== id);
  }

  #tell({ name }: Download, saved: Saved): void {
    this.toasts.show({
      text: t('download.saved', { name, size: bytes(saved.bytes) }),
      values: [saved.path, `SHA-256 ${saved.sha256}`],
      action: { label: t('download.sum'), run: () => void this.backend.copy(saved.sha256) },
    });
  }
}

/** "42", at most 100: a zip has a little more than its files. */
export function percentOf({ done, total }: Running): number {
  return Math.min(100, Math.floor((100 * done) / total));
}
