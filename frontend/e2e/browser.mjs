// Where the Chromium of this system is: Debian's, Ubuntu's, or Google's build of it.
import { existsSync } from 'node:fs';

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** How it is started; the first place is named when it is nowhere, so that the error says what to install. */
export const launch = { executablePath: places.find((path) => existsSync(path)) ?? places[0], args: ['--no-sandbox'] };
