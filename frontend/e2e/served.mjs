// `cordwood serve` over a folder, with a home of its own.
import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';

const binary = '../build/bin/cordwood';

/** Starts it; close ends it and takes the folder `work` away. */
export async function serve(work, dir, home) {
  const env = { ...process.env, HOME: work, CORDWOOD_HOME: home };
  const server = spawn(binary, ['serve', dir], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => server.once('exit', resolve));
  let said = '';
  const ready = new Promise((resolve) => {
    server.stdout.on('data', (chunk) => {
      said += chunk;
      const found = /(http\S+)\ntoken file ([^\n]+)\n/.exec(said);
      if (found) resolve(found);
    });
  });
  const found = await Promise.race([ready, ended]);
  const hold = () => server.kill('SIGSTOP');
  const release = () => server.kill('SIGCONT');
  if (!Array.isArray(found)) throw new Error(`cordwood serve ended: ${said}`);
  return {
    url: found[1],
    base: new URL(found[1]).origin,
    token: readFileSync(found[2], 'utf8'),
    hold,
    release,
    slow: (still) => {
      hold();
      const timer = setInterval(() => {
        release();
        setTimeout(hold, 10);
      }, 10 + still);
      return () => {
        clearInterval(timer);
        setTimeout(release, 20);
      };
    },
    close: async () => {
      release();
      server.kill();
      await ended;
      rmSync(work, { recursive: true, force: true });
    },
  };
}
