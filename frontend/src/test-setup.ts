import { afterEach } from 'vitest';

// Every test starts with a clean address.
afterEach(() => history.replaceState(null, '', '/'));
