import type { DownloadRequest } from '../backend/wire';
import type { App } from '../state/app.svelte';

/** In the window the system asks where, in the browser it lands where the browser puts it. */
export async function download(app: App, request: DownloadRequest): Promise<void> {
  await app.try(() => app.downloads.fetch(request));
}
